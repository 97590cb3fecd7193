using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Diagnostics;

namespace Fairlead.Testing;

/// <summary>Answers of a run as families give them, for the tests of reports.</summary>
public static class CheckSamples
{
    public const string File = "sites/madrid.yaml";

    /// <summary>One answer of each outcome, long lists of passes and failures, and questions that need CAP_NET_RAW.</summary>
    public static CheckReport Mixed => new(
        Vantage,
        [
            Answer(PathChecks.Mtu, CheckOutcome.Unknown, "10.10.0.53", "no-echo", "A DNS server does not answer ICMP echoes.") with { IsRequired = false },
            Answer(PathChecks.Clock, CheckOutcome.Warning, "10.10.0.2", "clock-offset", "This machine's clock and that of 10.10.0.2 are +2.000 s apart.") with { Hint = "synchronise this machine", Evidence = [new("ntp", "offset +2.000 s", At)] },
            .. Enumerable.Range(1, 9).Select(i => Answer(PathChecks.Port, CheckOutcome.Failed, string.Create(CultureInfo.InvariantCulture, $"10.10.0.{i}:443"), "tcp-filtered", $"Host {i} does not answer: something drops the packets.") with { Hint = "open TCP port 443" }),
            .. Enumerable.Range(1, 30).Select(i => Answer(PathChecks.Port, CheckOutcome.Passed, string.Create(CultureInfo.InvariantCulture, $"10.10.1.{i}:443"), "tcp-connected", $"Host {i} can be reached.")),
            .. Enumerable.Range(20, 4).Select(i => Answer(PathChecks.Mtu, CheckOutcome.Skipped, string.Create(CultureInfo.InvariantCulture, $"10.20.0.{i}"), "needs-cap-net-raw", "Raw packets are not permitted.") with { Hint = "sudo setcap cap_net_raw+ep /usr/bin/fairlead", Verdict = Verdict.Unknown }),
        ]);

    /// <summary>As an ESXi host's stand-in, reached through another machine.</summary>
    public static Vantage Vantage => new()
    {
        Host = "probe-1",
        Interface = "eth1",
        Mac = "02:00:00:00:00:01",
        Addresses = [IpAddr.Parse("10.20.0.9")],
        Segment = "madrid/k8s-prod",
        CanSendRaw = false,
        Role = "physical-nodes",
        StandInFor = "esxi-host",
        Via = "ssh://ops@jump:2222",
        StartedAt = At,
    };

    private static DateTimeOffset At => new(2026, 11, 25, 8, 30, 0, 250, TimeSpan.Zero);

    public static CheckResult Answer(CheckInfo check, CheckOutcome outcome, string target, string reason, string message) => new()
    {
        Check = check,
        Subject = "madrid/infrastructure/hosts",
        Target = target,
        Outcome = outcome,
        Reason = reason,
        Message = message,
        Duration = TimeSpan.FromMilliseconds(12),
        Location = new SourceLocation(File, 14, 10),
    };
}
