using System.Globalization;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Server.Pages.Layout;
using Fairlead.Server.Pages.Serving;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Pages.Findings;

/// <summary>Findings, in the words of <c>fairlead plan</c>, the gravest first.</summary>
internal static class FindingPages
{
    private const int PageSize = 25;

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPages("findings", ShowAsync);

    private static Task ShowAsync(PageContext page)
    {
        var (severity, rule, from) = (page.Query("severity"), page.Query("rule"), page.Number("from"));
        var visible = page.Moment.Plan.Diagnostics.Where(finding => finding.Site is { } site && page.Shows(site)).ToList();
        var chosen = visible.Where(finding => (rule is null || finding.Rule.Id == rule) && IsOf(finding, severity)).OrderBy(finding => finding.IsOverridden).ThenByDescending(finding => finding.Severity).ToList();
        var model = new FindingsModel
        {
            Plan = page.Moment.Plan,
            Findings = [.. chosen.Skip(from).Take(PageSize)],
            Chosen = chosen.Count,
            Total = visible.Count,
            Severity = severity,
            Rule = rule,
            Rules = [.. visible.Select(finding => finding.Rule).DistinctBy(each => each.Id).OrderBy(each => each.Id, StringComparer.Ordinal)],
            Earlier = from > 0 ? At(Math.Max(0, from - PageSize)) : null,
            Later = chosen.Count > from + PageSize ? At(from + PageSize) : null,
        };
        return page.ShowAsync<FindingsPage, FindingsModel>(page.Frame("Findings", PageSection.Findings), model);

        string At(int first) => PageLinks.Of(PageSection.Findings, page.Site) + PageLinks.Query(("severity", severity), ("rule", rule), ("from", first == 0 ? null : first.ToString(CultureInfo.InvariantCulture)));
    }

    private static bool IsOf(Diagnostic finding, string? severity) => severity switch
    {
        null => true,
        FindingsModel.Accepted => finding.IsOverridden,
        _ => !finding.IsOverridden && finding.Severity.Word() == severity,
    };
}

/// <summary>A page of findings and what it was asked for.</summary>
public sealed record FindingsModel
{
    /// <summary>The choice of what an override accepts, beside the severities.</summary>
    public const string Accepted = "accepted";

    public required Plan Plan { get; init; }

    public required IReadOnlyList<Diagnostic> Findings { get; init; }

    /// <summary>How many fit the question.</summary>
    public required int Chosen { get; init; }

    public required int Total { get; init; }

    public required string? Severity { get; init; }

    public required string? Rule { get; init; }

    /// <summary>The rules that spoke, by id.</summary>
    public required IReadOnlyList<Core.Rules.RuleInfo> Rules { get; init; }

    public required string? Earlier { get; init; }

    public required string? Later { get; init; }
}
