using System.Globalization;

namespace Fairlead.Testing.Lab.Egress;

/// <summary>What stands between a segment and the Internet.</summary>
public static class EgressNodes
{
    /// <summary>dnsmasq as a DNS server that knows these names alone.</summary>
    /// <param name="lines">Of its configuration, one each.</param>
    public static NodePlan Dnsmasq(this NodePlan node, string lines)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs(async (machine, ct) =>
        {
            // Everything else does not exist: a server without others to ask would refuse instead.
            var file = await machine.WriteAsync("dnsmasq.conf", $"no-resolv\nno-hosts\nlocal=/#/\nbind-interfaces\nuser=root\npid-file={machine.Folder}/dnsmasq.pid\n{lines}", ct);
            var process = machine.Start("dnsmasq", ["--keep-in-foreground", "--log-facility=-", $"--conf-file={file}"]);
            await process.WaitForAsync("started, version", ct);
        });
    }

    /// <summary>Squid.</summary>
    /// <param name="lines">Of its configuration: ports, who may what.</param>
    /// <param name="resolver">The DNS server that it asks.</param>
    public static NodePlan Squid(this NodePlan node, string resolver, params string[] lines)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs(async (machine, ct) =>
        {
            string[] own =
            [
                $"pid_filename {machine.Folder}/squid.pid", "cache_log /dev/null", "access_log none", "cache deny all", "cache_effective_user proxy", $"coredump_dir {machine.Folder}",
                "visible_hostname proxy.lab", "shutdown_lifetime 0 seconds", $"dns_nameservers {resolver}", "pinger_enable off", "netdb_filename none", "max_filedescriptors 4096",
            ];
            var file = await machine.WriteAsync("squid.conf", string.Join('\n', own.Concat(lines)) + "\n", ct);
            var process = machine.Start("squid", ["-N", "-d", "1", "-n", machine.Namespace.Replace("-", "", StringComparison.Ordinal), "-f", file]);
            await process.WaitForAsync("Accepting", ct);
        });
    }

    /// <summary>Squid asks for a user and password: <paramref name="user"/> and <paramref name="password"/>.</summary>
    public static NodePlan SquidWithUser(this NodePlan node, string resolver, string user, string password, params string[] lines)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node
            .Runs(async (machine, ct) =>
            {
                var hash = (await machine.RunAsync("openssl", ["passwd", "-apr1", password], ct)).OrThrow("openssl").Output.Trim();
                await machine.WriteAsync("users", $"{user}:{hash}\n", ct);
            })
            // The folder is not known yet when the lines are written; squid reads paths from where it was started.
            .Squid(resolver, ["auth_param basic program /usr/lib/squid/basic_ncsa_auth users", "auth_param basic realm lab", "acl known proxy_auth REQUIRED", "http_access deny !known", .. lines]);
    }

    /// <summary>mitmproxy in the middle: what nftables redirects to the port is decrypted, with an authority of its own.</summary>
    public static NodePlan Mitmproxy(this NodePlan node, int port)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs(async (machine, ct) =>
        {
            var process = machine.Start("mitmdump", ["--mode", "transparent", "--listen-port", Text(port), "--set", $"confdir={machine.Folder}/mitmproxy", "--set", "connection_strategy=lazy", "--ssl-insecure"], new Dictionary<string, string> { ["PYTHONUNBUFFERED"] = "1" });
            await process.WaitForAsync("listening at", ct);
        });
    }

    /// <summary>A firewall that judges what nftables redirects to the port by the server's name.</summary>
    /// <param name="rules"><c>name=action</c>; the actions stand in the script.</param>
    public static NodePlan SniFirewall(this NodePlan node, int port, params string[] rules)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs(async (machine, ct) =>
        {
            var process = machine.Start("/usr/bin/python3", [Repository.PathOf("tests", "Fairlead.Testing", "Lab", "Egress", "sni_firewall.py"), Text(port), .. rules]);
            await process.WaitForAsync("listening", ct);
        });
    }

    /// <summary>A long cable from the first interface to the second: every frame waits on it. (Not every kernel has netem.)</summary>
    /// <param name="milliseconds">Each way.</param>
    public static NodePlan DelayLine(this NodePlan node, int milliseconds)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Set("net.ipv6.conf.all.disable_ipv6=1").Set("net.ipv6.conf.default.disable_ipv6=1").Runs(async (machine, ct) =>
        {
            var process = machine.Start("/usr/bin/python3", [Repository.PathOf("tests", "Fairlead.Testing", "Lab", "Egress", "delay_line.py"), Text(milliseconds)]);
            await process.WaitForAsync("forwarding", ct);
        });
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
