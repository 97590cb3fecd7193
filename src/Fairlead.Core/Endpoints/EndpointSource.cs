using System.Globalization;
using Fairlead.Core.Profiles;

namespace Fairlead.Core.Endpoints;

/// <summary>One row of a published list that names an endpoint.</summary>
/// <param name="List">The list.</param>
/// <param name="Row">Row of its table, from 1.</param>
/// <param name="From">Who needs to reach the endpoint.</param>
/// <param name="AsPrinted">The list's own spelling where it is not the endpoint's host.</param>
/// <param name="Condition">Needed only then; null: always.</param>
/// <param name="Edition">Editions that have the row; null: all.</param>
public sealed record EndpointSource(
    EndpointList List,
    int Row,
    IReadOnlyList<SourceGroup> From,
    string? AsPrinted,
    string? Condition,
    string? Edition)
{
    /// <summary>Repository, path, date and row.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Citations.Format(List.Repo, List.Path, List.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))} row {Row}");
}
