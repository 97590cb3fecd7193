using System.Globalization;

namespace Fairlead.Testing.Lab.Ssh;

/// <summary>
/// OpenSSH's server on a machine of the Lab: root and <see cref="User"/> log in with a key that is made for it, and their sessions have a temporary
/// folder of their own.
/// </summary>
public static class SshServer
{
    public const int Port = 2222;

    /// <summary>Somebody who is not root; this machine's own list of users does not know the name.</summary>
    public const string User = "ops";

    private const string BusyBox = "/bin/busybox";

    public static NodePlan RunsSshServer(this NodePlan node, SshServerKind? kind = null)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs((machine, ct) => StartAsync(machine, kind ?? new SshServerKind(), ct));
    }

    /// <summary>What TMPDIR names in every session.</summary>
    public static string TemporaryFolderOf(LabNode server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return Path.Combine(server.Folder, "tmp");
    }

    /// <summary>The home of <see cref="User"/>.</summary>
    public static string HomeOf(LabNode server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return Path.Combine(server.Folder, "home");
    }

    /// <summary>The command line of an ssh that has the key and knows the server, for <c>FAIRLEAD_SSH</c>.</summary>
    /// <param name="knownHosts">Null: the server's own key; else another file.</param>
    public static string ClientOf(LabNode server, string? knownHosts = null, string key = "key")
    {
        ArgumentNullException.ThrowIfNull(server);
        return $"ssh -F /dev/null -i {Path.Combine(server.Folder, key)} -o IdentitiesOnly=yes -o HostKeyAlias=server -o GlobalKnownHostsFile=/dev/null -o UserKnownHostsFile={knownHosts ?? Path.Combine(server.Folder, "known")}";
    }

    private static async Task StartAsync(LabNode machine, SshServerKind kind, CancellationToken ct)
    {
        foreach (var key in (string[])["host", "key", "stranger"])
            (await machine.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(machine.Folder, key)], ct)).OrThrow("ssh-keygen");
        await machine.WriteAsync("known", $"server {await File.ReadAllTextAsync(Path.Combine(machine.Folder, "host.pub"), ct)}", ct);
        await machine.WriteAsync("authorized", await File.ReadAllTextAsync(Path.Combine(machine.Folder, "key.pub"), ct), ct);
        await AddUserAsync(machine, kind.Sudoers ?? "", ct);
        var folder = Directory.CreateDirectory(TemporaryFolderOf(machine)).FullName;
        (await machine.RunAsync("chmod", ["1777", folder], ct)).OrThrow("chmod");
        // sshd wants it although nobody logs in by password; the Debian package leaves it to the service.
        Directory.CreateDirectory("/run/sshd");
        var search = await ProgramsFirstAsync(machine, kind.ProgramsFirst, ct);
        var forced = kind.HasBusyBoxAlone ? $"ForceCommand TMPDIR=/tmp exec chroot {await BusyBoxAloneAsync(machine, ct)} /bin/sh -c \"$SSH_ORIGINAL_COMMAND\"" : "";
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
            SetEnv TMPDIR={folder} PATH={search}/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
            {forced}
            """), ct);
        string[] daemon = ["/usr/sbin/sshd", "-D", "-e", "-f", config];
        // The mount is in the namespace that 'ip netns exec' makes for this one program, and gone with it.
        var process = kind.Temporary is not { } temporary
            ? machine.Start(daemon[0], daemon[1..])
            : machine.Start("sh", ["-c", "mount -t tmpfs -o \"$0\" none \"$1\" && shift && exec \"$@\"", temporary, folder, .. daemon]);
        await process.WaitForAsync("Server listening on 0.0.0.0", ct);
    }

    /// <summary>
    /// What is in this folder, 'ip netns exec' mounts over the files of the same names in /etc, for the programs of this machine of the Lab alone:
    /// nothing of it changes who may do what on the machine that runs the tests.
    /// </summary>
    private static async Task AddUserAsync(LabNode machine, string sudoers, CancellationToken ct)
    {
        var etc = Directory.CreateDirectory($"/etc/netns/{machine.Namespace}").FullName;
        await File.WriteAllTextAsync(Path.Combine(etc, "passwd"), $"{await File.ReadAllTextAsync("/etc/passwd", ct)}{User}:*:54321:54321::{HomeOf(machine)}:/bin/sh\n", ct);
        (await machine.RunAsync("install", ["-d", "-o", User, HomeOf(machine)], ct)).OrThrow("install");
        if (!File.Exists("/etc/sudoers"))
            return;
        var rules = Path.Combine(etc, "sudoers");
        await File.WriteAllTextAsync(rules, sudoers + "\n", ct);
        File.SetUnixFileMode(rules, UnixFileMode.UserRead | UnixFileMode.GroupRead);
    }

    /// <returns>For the front of a PATH.</returns>
    private static async Task<string> ProgramsFirstAsync(LabNode machine, IReadOnlyDictionary<string, string> programs, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(machine.Folder, "bin")).FullName;
        foreach (var (name, text) in programs)
        {
            var file = await machine.WriteAsync(Path.Combine("bin", name), text, ct);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return programs.Count == 0 ? "" : folder + ":";
    }

    /// <returns>The root of a system without any library.</returns>
    private static async Task<string> BusyBoxAloneAsync(LabNode machine, CancellationToken ct)
    {
        var root = Path.Combine(machine.Folder, "root");
        foreach (var name in (string[])["bin", "dev", "tmp"])
            Directory.CreateDirectory(Path.Combine(root, name));
        await machine.WriteAsync("root/dev/null", "", ct);
        File.Copy(BusyBox, Path.Combine(root, "bin", "busybox"));
        (await machine.RunAsync(BusyBox, ["chroot", root, "/bin/busybox", "--install", "-s", "/bin"], ct)).OrThrow("busybox --install");
        return root;
    }
}
