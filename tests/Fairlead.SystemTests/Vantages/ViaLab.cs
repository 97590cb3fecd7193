using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Ssh;

namespace Fairlead.SystemTests.Vantages;

/// <summary>Two machines, of which <c>near</c> asks through <c>far</c>, and a time server.</summary>
internal static class ViaLab
{
    /// <summary>The time server drops large packets and time requests, so a check takes many seconds.</summary>
    public const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: lab
        profile: kubernetes-vsphere
        infrastructure:
          vcenter: {host: vcenter.lab, address: 10.77.0.3}
          ntpServers: [10.77.0.3]
        segments:
          - {name: lan, prefix: 10.77.0.0/24, addressing: static, pool: 10.77.0.100-10.77.0.199}
        clusters:
          - {name: shop, segment: lan, controlPlane: {ip: 10.77.0.20}}
        """;

    /// <summary>As Debian 12 installs it, and a user who may do all.</summary>
    public const string DebianSudoers = """
        Defaults env_reset
        Defaults mail_badpass
        Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        Defaults use_pty
        ops ALL=(ALL:ALL) NOPASSWD: ALL
        """;

    public const string Far = "ssh://root@10.77.0.2:2222";

    private const string Slow = "table inet lab { chain input { type filter hook input priority 0; meta length > 1000 drop; udp dport 123 drop; }; }";

    public static string FarAs(string user) => Far.Replace("root", user, StringComparison.Ordinal);

    public static Task<LabNetwork> StartAsync(SshServerKind far, CancellationToken ct) => LabNetwork.StartAsync(
        plan => plan
            .Segment("lan")
            .Node("near", node => node.On("lan", "10.77.0.9/24"))
            .Node("far", node => node.On("lan", "10.77.0.2/24").RunsSshServer(far))
            .Node("slow", node => node.On("lan", "10.77.0.3/24").Filter(Slow)),
        ct);

    /// <param name="program">Null: the program under test.</param>
    public static Task<Answer> CheckAsync(LabNetwork lab, IEnumerable<string> arguments, CancellationToken ct, string user = "root", string? program = null) =>
        lab["near"].RunAsync("env", [$"FAIRLEAD_SSH={SshServer.ClientOf(lab["far"])}", program ?? LabNode.Fairlead, "check", .. arguments, "--via", FarAs(user)], ct);
}
