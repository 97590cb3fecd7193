using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;

namespace Fairlead.Cli.Output;

/// <summary>Commands that answer something else than a plan say here what they could not read.</summary>
internal static class UnusableInput
{
    public static void Report(Plan plan, Terminal terminal) => Report(plan.Diagnostics.Where(finding => finding.IsUnusableInput), terminal);

    /// <summary>A line for each finding: where, what, and the mend.</summary>
    public static void Report(IEnumerable<Diagnostic> findings, Terminal terminal)
    {
        foreach (var finding in findings)
            terminal.Error.WriteLine($"{finding.Location}: {finding.Rule.Id} {finding.Message} → {finding.Hint}");
    }
}
