using Fairlead.Core.Planning;

namespace Fairlead.Cli.Output;

/// <summary>Commands that answer something else than a plan say here what they could not read.</summary>
internal static class UnusableInput
{
    public static void Report(Plan plan, Terminal terminal)
    {
        foreach (var finding in plan.Diagnostics.Where(finding => finding.IsUnusableInput))
            terminal.Error.WriteLine($"{finding.Location}: {finding.Rule.Id} {finding.Message} → {finding.Hint}");
    }
}
