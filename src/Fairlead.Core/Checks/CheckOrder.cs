using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;

namespace Fairlead.Core.Checks;

/// <summary>The order of a report: as the site files are read, then by rule, then by target (addresses by value).</summary>
public static class CheckOrder
{
    /// <param name="files">The files in reading order; what is written nowhere comes last.</param>
    public static IReadOnlyList<CheckResult> Sort(IEnumerable<CheckResult> results, IEnumerable<string> files)
    {
        var ranks = files.Distinct().Select((file, rank) => (file, rank)).ToDictionary(pair => pair.file, pair => pair.rank);
        return
        [
            .. results
                .OrderBy(result => Rank(result.Location))
                .ThenBy(result => result.Location?.Line)
                .ThenBy(result => result.Location?.Column)
                .ThenBy(result => result.Subject, StringComparer.Ordinal)
                .ThenBy(result => result.Check.Rule, StringComparer.Ordinal)
                .ThenBy(result => IpAddr.TryParse(result.Target, out var address, out _) ? address : default)
                .ThenBy(result => result.Target, StringComparer.Ordinal),
        ];

        int Rank(SourceLocation? location) => location is { } at && ranks.TryGetValue(at.File, out var rank) ? rank : int.MaxValue;
    }
}
