using System.Globalization;

namespace Fairlead.Testing.Lab.Ssh;

/// <summary>OpenSSH's server on a machine of the Lab: root logs in with a key that is made for it, and its sessions have a temporary folder of their own.</summary>
public static class SshServer
{
    public const int Port = 2222;

    /// <param name="temporary">Options of a tmpfs for <see cref="TemporaryFolderOf"/>, such as <c>size=1m</c>; only the server's sessions see what is in it.</param>
    public static NodePlan RunsSshServer(this NodePlan node, string? temporary = null)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs((machine, ct) => StartAsync(machine, temporary, ct));
    }

    /// <summary>What TMPDIR names in every session.</summary>
    public static string TemporaryFolderOf(LabNode server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return Path.Combine(server.Folder, "tmp");
    }

    /// <summary>The command line of an ssh that has the key and knows the server, for <c>FAIRLEAD_SSH</c>.</summary>
    /// <param name="knownHosts">Null: the server's own key; else another file.</param>
    public static string ClientOf(LabNode server, string? knownHosts = null, string key = "key")
    {
        ArgumentNullException.ThrowIfNull(server);
        return $"ssh -F /dev/null -i {Path.Combine(server.Folder, key)} -o IdentitiesOnly=yes -o HostKeyAlias=server -o GlobalKnownHostsFile=/dev/null -o UserKnownHostsFile={knownHosts ?? Path.Combine(server.Folder, "known")}";
    }

    private static async Task StartAsync(LabNode machine, string? temporary, CancellationToken ct)
    {
        foreach (var key in (string[])["host", "key", "stranger"])
            (await machine.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(machine.Folder, key)], ct)).OrThrow("ssh-keygen");
        await machine.WriteAsync("known", $"server {await File.ReadAllTextAsync(Path.Combine(machine.Folder, "host.pub"), ct)}", ct);
        await machine.WriteAsync("authorized", await File.ReadAllTextAsync(Path.Combine(machine.Folder, "key.pub"), ct), ct);
        var folder = Directory.CreateDirectory(TemporaryFolderOf(machine)).FullName;
        // sshd wants it although nobody logs in by password; the Debian package leaves it to the service.
        Directory.CreateDirectory("/run/sshd");
        var config = await machine.WriteAsync("sshd_config", string.Create(CultureInfo.InvariantCulture, $"""
            Port {Port}
            HostKey {machine.Folder}/host
            AuthorizedKeysFile {machine.Folder}/authorized
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            PidFile none
            SetEnv TMPDIR={folder}
            """), ct);
        string[] daemon = ["/usr/sbin/sshd", "-D", "-e", "-f", config];
        // The mount is in the namespace that 'ip netns exec' makes for this one program, and gone with it.
        var process = temporary is null
            ? machine.Start(daemon[0], daemon[1..])
            : machine.Start("sh", ["-c", "mount -t tmpfs -o \"$0\" none \"$1\" && shift && exec \"$@\"", temporary, folder, .. daemon]);
        await process.WaitForAsync("Server listening on 0.0.0.0", ct);
    }
}
