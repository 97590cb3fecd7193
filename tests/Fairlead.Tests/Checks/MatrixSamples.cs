using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Checks.Merging;

namespace Fairlead.Tests.Checks;

/// <summary>Reports of machines that asked the same site.</summary>
internal static class MatrixSamples
{
    public static readonly CheckedSite Madrid = new("madrid", "aks-arc-vmware", [new("physical-nodes", null), new("cluster-vms", "madrid/k8s-prod"), new("management-machine", null)]);

    public static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public static MatrixSource Source(string file, string host, string role, string? segment, params CheckResult[] results) => new(
        file,
        new CheckReport(new Vantage { Host = host, Role = role, Segment = segment, StandInFor = role == "physical-nodes" ? "esxi-host" : null, StartedAt = Noon }, results) { Sites = [Madrid] });

    public static MatrixSource At(this MatrixSource source, DateTimeOffset at) =>
        source with { Report = source.Report with { Vantage = source.Report.Vantage with { StartedAt = at } } };

    public static CheckResult Port(CheckOutcome outcome, string reason, string target = "10.10.0.5:443", bool isRequired = true) => Result(PathChecks.Port, outcome, reason, target, isRequired);

    public static CheckResult Dns(CheckInfo check, CheckOutcome outcome, string reason, string target, bool isRequired = true) => Result(check, outcome, reason, target, isRequired);

    private static CheckResult Result(CheckInfo check, CheckOutcome outcome, string reason, string target, bool isRequired) => new()
    {
        Check = check,
        Subject = "madrid/infrastructure/vcenter/address",
        Target = target,
        Outcome = outcome,
        Reason = reason,
        Message = $"It is {reason}.",
        Hint = outcome == CheckOutcome.Failed ? "mend it" : null,
        IsRequired = isRequired,
    };
}
