using System.CommandLine;
using System.Text;
using Fairlead.Cli.Output;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Reports;
using Fairlead.Core.Rules;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead explain</c>: why a rule exists, an example that breaks it, and how to mend it.</summary>
internal static class ExplainCommand
{
    public static Command Build(Terminal terminal)
    {
        var rule = new Argument<string?>("rule") { Description = "A rule's id (FL2003) or name; leave out for the list.", Arity = ArgumentArity.ZeroOrOne, HelpName = "rule" };
        rule.CompletionSources.Add(_ => RuleCatalog.All.Select(known => new System.CommandLine.Completions.CompletionItem(known.Id)));
        rule.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && RuleCatalog.Find(token.Value) is null)
                result.AddError(NoSuchRule(token.Value));
        });
        var output = CommonOptions.Output();
        var command = new Command("explain", "Explain a rule: why, an example that breaks it, the mend, the source.") { rule, output };
        command.SetAction(arguments =>
        {
            var name = arguments.GetValue(rule);
            var text = name is null ? RuleList() : RulePage.Render(RuleCatalog.Find(name)!);
            ResultWriter.Write(terminal, arguments.GetValue(output), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
            return ExitCodes.Good;
        });
        return command;
    }

    private static string NoSuchRule(string name)
    {
        var nearest = Nearest.Of(name, RuleCatalog.All.SelectMany(known => (string[])[known.Id, known.Name]));
        return nearest is null ? $"There is no rule '{name}'; 'fairlead explain' lists them all." : $"There is no rule '{name}'; did you mean {nearest}?";
    }

    private static string RuleList()
    {
        var widest = RuleCatalog.All.Max(known => known.Name.Length);
        return string.Concat(RuleCatalog.All.Select(known => $"{known.Id}  {known.Name.PadRight(widest)}  {known.Summary}\n"));
    }
}
