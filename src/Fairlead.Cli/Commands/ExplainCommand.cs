using System.CommandLine;
using System.Text;
using Fairlead.Cli.Output;
using Fairlead.Core.Checks;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Reports;
using Fairlead.Core.Rules;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead explain</c>: why a rule or a live question exists, an example that breaks it or how it is asked, and how to mend it.</summary>
internal static class ExplainCommand
{
    public static Command Build(Terminal terminal)
    {
        var rule = new Argument<string?>("rule") { Description = "A rule's or a live question's id (FL2003) or name (path.mtu); leave out for the list.", Arity = ArgumentArity.ZeroOrOne, HelpName = "rule" };
        rule.CompletionSources.Add(_ => Known().Select(known => new System.CommandLine.Completions.CompletionItem(known.Id)));
        rule.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Page(token.Value) is null)
                result.AddError(NoSuchRule(token.Value));
        });
        var output = CommonOptions.Output();
        var command = new Command("explain", "Explain a rule: why, an example that breaks it, the mend, the source.") { rule, output };
        command.SetAction(arguments =>
        {
            var name = arguments.GetValue(rule);
            var text = name is null ? List() : Page(name)!;
            ResultWriter.Write(terminal, arguments.GetValue(output), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
            return ExitCodes.Good;
        });
        return command;
    }

    private static IEnumerable<(string Id, string Name, string Summary)> Known() =>
        [.. RuleCatalog.All.Select(rule => (rule.Id, rule.Name, rule.Summary)).Concat(CheckCatalog.All.Select(check => (check.Rule, check.Id, check.Summary))).OrderBy(entry => entry.Item1, StringComparer.Ordinal)];

    /// <returns>Null when there is none of that id or name.</returns>
    private static string? Page(string name)
    {
        if (RuleCatalog.Find(name) is { } rule)
            return RulePage.Render(rule);
        return CheckCatalog.Find(name) is { } check ? RulePage.Render(check) : null;
    }

    private static string NoSuchRule(string name)
    {
        var nearest = Nearest.Of(name, Known().SelectMany(known => (string[])[known.Id, known.Name]));
        return nearest is null ? $"There is no rule '{name}'; 'fairlead explain' lists them all." : $"There is no rule '{name}'; did you mean {nearest}?";
    }

    private static string List()
    {
        var widest = Known().Max(known => known.Name.Length);
        return string.Concat(Known().Select(known => $"{known.Id}  {known.Name.PadRight(widest)}  {known.Summary}\n"));
    }
}
