using System.Globalization;
using Fairlead.Core.Capacity;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Reports;

/// <summary>What a plan's figures are called in every report for people.</summary>
public static class PlanWords
{
    public static string Count(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");

    public static string Number<T>(T number)
        where T : IFormattable => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>IPv6 counts are powers of two more often than numbers that anybody reads.</summary>
    public static string Addresses(UInt128 count)
    {
        if (count < 1_000_000_000)
            return Number(count);
        return UInt128.IsPow2(count)
            ? string.Create(CultureInfo.InvariantCulture, $"2^{UInt128.Log2(count)}")
            : string.Create(CultureInfo.InvariantCulture, $"about 2^{Math.Log2((double)count):0.#}");
    }

    public static string Verdict(Plan plan)
    {
        if (plan.HasUnusableInput)
            return "The input is not usable as it stands";
        if (plan.HasFailures)
            return "Not ready";
        return plan.Count(Severity.Warning) > 0 ? "Nothing is wrong; some things need a look" : "Nothing is wrong";
    }

    public static string Counts(Plan plan)
    {
        var counts = $"{Count(plan.Count(Severity.Error), "error")}, {Count(plan.Count(Severity.Warning), "warning")}, {Count(plan.Count(Severity.Info), "info")}";
        return plan.Overridden == 0 ? counts : $"{counts}, {Number(plan.Overridden)} accepted";
    }

    public static string Extent(Plan plan) =>
        $"{Count(plan.Estate.Sites.Count, "site")}, {Count(plan.Estate.Segments.Count(), "segment")}, {Count(plan.Estate.Clusters.Count(), "cluster")}";

    /// <summary>What stops first as demand grows.</summary>
    public static string Verdict(SegmentCapacity row)
    {
        if (!row.IsSound)
            return "not judged: part of the input is unusable";
        if (!row.Segment.IsInUse)
            return "nobody uses it";
        if (!row.HasSource)
            return "has no scope or pool";
        return row.FirstToFail switch
        {
            Shortage.Create => "too small to create the clusters",
            Shortage.Scale => "too small to scale out",
            Shortage.Upgrade => "too small to upgrade",
            Shortage.UpgradeWithStaleLeases => "too small to upgrade while old leases live",
            _ => "fits",
        };
    }
}
