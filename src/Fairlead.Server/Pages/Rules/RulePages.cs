using Fairlead.Core.Checks;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Profiles;
using Fairlead.Core.Rules;
using Fairlead.Server.Pages.Layout;
using Fairlead.Server.Pages.Serving;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Pages.Rules;

/// <summary>The catalogue: every rule and live question with the text of <c>fairlead explain</c>.</summary>
internal static class RulePages
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/rules", page => page.ShowAsync<RulesPage, bool>(page.Frame("Rules", PageSection.None), true));
        endpoints.MapPage("/rules/{rule}", ShowAsync);
    }

    private static Task ShowAsync(PageContext page)
    {
        var asked = (string)page.Http.Request.RouteValues["rule"]!;
        if (RuleCatalog.Find(asked) is { } rule)
            return page.ShowAsync<RulePage, RuleModel>(Frame(page, $"{rule.Id} {rule.Name}"), Of(rule));
        return CheckCatalog.Find(asked) is { } check
            ? page.ShowAsync<RulePage, RuleModel>(Frame(page, $"{check.Rule} {check.Id}"), Of(check))
            : page.NotFoundAsync($"There is no rule {asked}.");
    }

    private static PageFrame Frame(PageContext page, string title) => page.Frame(title, PageSection.None, new Crumb("Rules", "/rules"));

    private static RuleModel Of(RuleInfo rule)
    {
        var text = RuleText.Of(rule);
        var severities = Profile.Names.Select(profile => $"{rule.Severities.Under(profile)?.Word() ?? "not judged"} under {profile}");
        return new(rule.Summary, rule.Severities.IsUniform ? $"{rule.Severities.AksArcVmware?.Word() ?? "not judged"} under every profile" : string.Join(", ", severities),
        [
            new("Why", text.Why, null),
            new("An example that breaks it", null, text.Breaks),
            new("How to mend it", text.Mend, text.Mended),
            new("Source", text.Source, null),
        ]);
    }

    private static RuleModel Of(CheckInfo check)
    {
        var text = CheckText.Of(check);
        return new(check.Summary, $"a live question: fairlead check --only {check.Family} asks it", [new("Why", text.Why, null), new("How it is asked", text.Asks, null), new("How to mend it", text.Mend, null), new("Source", text.Source, null)]);
    }
}

/// <param name="Severity">In words, under each profile.</param>
public sealed record RuleModel(string Summary, string Severity, IReadOnlyList<RuleSection> Sections);

/// <param name="Prose">Markdown of the plainest kind.</param>
/// <param name="Example">A site file.</param>
public sealed record RuleSection(string Title, string? Prose, string? Example);
