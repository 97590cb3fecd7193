using System.Globalization;
using Fairlead.Core.Capacity;
using Fairlead.Core.Joins;
using Fairlead.Core.Observations;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Reports;

/// <summary>What was observed, in the words that every report uses.</summary>
public static class ObservedWords
{
    /// <summary>What a source holds: <c>2 subnets, 113 leases</c>.</summary>
    public static string Contents(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var parts = new List<string>();
        Add(observation.Subnets.Count, "subnet");
        Add(observation.Leases.Count, "lease");
        Add(observation.Networks.Count, "network");
        Add(observation.Hosts.Count, "host");
        Add(observation.Machines.Count, "machine");
        if (observation.Entries.Count > 0)
            parts.Add(observation.Entries.Count == 1 ? "1 entry" : string.Create(CultureInfo.InvariantCulture, $"{observation.Entries.Count} entries"));
        if (observation.Subnets.Count > 0 && !observation.HasLeases)
            parts.Add("leases not known");
        return parts.Count == 0 ? "nothing" : string.Join(", ", parts);

        void Add(int count, string word)
        {
            if (count > 0)
                parts.Add(PlanWords.Count(count, word));
        }
    }

    /// <summary>When it was read, and how much older what it says is.</summary>
    public static string Age(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var read = string.Create(CultureInfo.InvariantCulture, $"read {observation.ReadAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");
        return observation.WrittenAt is { } written ? $"{read}, written {Span(observation.ReadAt - written)} before" : read;
    }

    /// <summary>Of which addresses are there how many, and what is left.</summary>
    public static string Leases(ServedSegment served)
    {
        ArgumentNullException.ThrowIfNull(served);
        return served.Leases is { } counts
            ? string.Create(CultureInfo.InvariantCulture, $"{served.Served.Count()} addresses: {counts.Nodes} with nodes of the clusters, {counts.Others} with others, {counts.Declined} declined, {counts.Reserved} reserved, {counts.Free} free")
            : string.Create(CultureInfo.InvariantCulture, $"{served.Served.Count()} addresses; who has them is not known");
    }

    /// <summary>Whether clusters can be created, scaled out and upgraded with the addresses that are really there.</summary>
    public static IReadOnlyList<(string Operation, UInt128 Needs, bool Fits)> Proof(SegmentCapacity row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return
        [
            Of("create", row.Steady),
            Of("scale", row.AtMost),
            Of("upgrade", row.Peak),
        ];

        (string, UInt128, bool) Of(string operation, long need) => (operation, (UInt128)need, row.Available >= (UInt128)need);
    }

    public static string ProofText(SegmentCapacity row) => string.Join(", ", Proof(row).Select(each => each.Fits
        ? $"{each.Operation} fits"
        : string.Create(CultureInfo.InvariantCulture, $"{each.Operation} is short by {each.Needs - row.Available}")));

    /// <summary>The row of a served segment.</summary>
    public static SegmentCapacity? RowOf(Plan plan, ServedSegment served)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Capacity.FirstOrDefault(row => row.Segment == served.Segment);
    }

    private static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalSeconds):0} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} days"),
    };
}
