namespace Fairlead.Testing.Lab.Names;

/// <summary>Machines that answer DNS: a real dnsmasq, and one that misbehaves in ways that dnsmasq can't.</summary>
public static class NameServers
{
    /// <summary>A dnsmasq that asks nobody else. Without any option it refuses every question (REFUSED).</summary>
    /// <param name="options">As dnsmasq takes them, without the dashes: <c>host-record=a.test,10.0.0.5</c>, <c>local=/test/</c> (all else there does not exist), <c>address=/#/10.0.0.9</c>.</param>
    public static NodePlan Dnsmasq(this NodePlan node, params string[] options)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs(async (machine, ct) =>
        {
            string[] settings = ["no-resolv", "no-hosts", "user=root", "port=53", "log-facility=-", $"pid-file={Path.Combine(machine.Folder, "dnsmasq.pid")}", .. options];
            var file = await machine.WriteAsync("dnsmasq.conf", string.Join('\n', settings) + "\n", ct);
            await machine.Start("/usr/sbin/dnsmasq", ["--keep-in-foreground", $"--conf-file={file}"]).WaitForAsync("started", ct);
        });
    }

    /// <param name="manner"><c>servfail</c>, <c>malformed</c>, <c>slow</c> (each answer takes 150 ms), <c>no-aaaa</c> (does not answer AAAA), <c>tcp-closes</c>, <c>strangers</c> (answers to other questions first).</param>
    public static NodePlan OddResolver(this NodePlan node, string manner)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs((machine, ct) =>
            machine.Start("/usr/bin/python3", [Repository.PathOf("tests", "Fairlead.Testing", "Lab", "Names", "odd_resolver.py"), manner]).WaitForAsync("ready", ct));
    }
}
