using System.Text;
using Fairlead.Core.Checks;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Profiles;
using Fairlead.Core.Rules;

namespace Fairlead.Core.Reports;

/// <summary>The page of a rule or a live question in Markdown: the same text for <c>fairlead explain</c> and for <c>docs/rules</c>.</summary>
public static class RulePage
{
    public static string Render(RuleInfo rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var text = RuleText.Of(rule);
        var page = new StringBuilder();
        page.Append($"# {rule.Id} · {rule.Name}\n\n{rule.Summary}\n\n{SeverityLine(rule)}\n\n");
        page.Append($"## Why\n\n{text.Why}\n\n");
        page.Append($"## An example that breaks it\n\n```{text.Language}\n{text.Breaks}\n```\n\n");
        page.Append($"## How to mend it\n\n{text.Mend}\n\n```{text.Language}\n{text.Mended}\n```\n\n");
        page.Append($"## Source\n\n{text.Source}\n");
        return page.ToString();
    }

    /// <summary>The page of a live question: what is sent and what each answer means stand where a rule has its example.</summary>
    public static string Render(CheckInfo check)
    {
        ArgumentNullException.ThrowIfNull(check);
        var text = CheckText.Of(check);
        var page = new StringBuilder();
        page.Append($"# {check.Rule} · {check.Id}\n\n{check.Summary}\n\nA live question: `fairlead check --only {check.Family}` asks it.\n\n");
        page.Append($"## Why\n\n{text.Why}\n\n");
        page.Append($"## How it is asked\n\n{text.Asks}\n\n");
        page.Append($"## How to mend it\n\n{text.Mend}\n\n");
        page.Append($"## Source\n\n{text.Source}\n");
        return page.ToString();
    }

    private static string SeverityLine(RuleInfo rule)
    {
        if (rule.Severities.IsUniform)
            return $"Severity: **{Word(rule.Severities.AksArcVmware)}** under every profile.";
        return "Severity: " + string.Join(", ", Profile.Names.Select(profile => $"{Word(rule.Severities.Under(profile))} under `{profile}`")) + ".";
    }

    private static string Word(Severity? severity) => severity?.Word() ?? "not judged";
}
