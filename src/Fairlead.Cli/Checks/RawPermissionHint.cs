using Fairlead.Core.Checks;
using Fairlead.Core.Deliverables;
using Fairlead.Core.Reports.Checks;

namespace Fairlead.Cli.Checks;

/// <summary>What to type, with this installation, so that the questions that need CAP_NET_RAW can be asked.</summary>
internal static class RawPermissionHint
{
    /// <param name="arguments">Those of this run.</param>
    public static CheckReport AddTo(CheckReport report, IEnumerable<string> arguments) =>
        WithHint(report, Of(Installation.Here(), arguments));

    public static CheckReport WithHint(CheckReport report, string hint) =>
        report with { Results = [.. report.Results.Select(result => result.Reason == RawPermissionNote.Reason ? result with { Hint = hint } : result)] };

    internal static string Of(Installation installation, IEnumerable<string> arguments)
    {
        var again = string.Join(' ', [.. installation.Command, .. arguments.Select(ShellText.Quoted)]);
        // A capability on dotnet itself would be one for every .NET program of the machine.
        if (installation.Program is not { } program)
            return $"run it once as root: sudo {again}";
        var until = installation.IsRebuilt ? " (until ./fairlead is built anew)" : "";
        return $"allow it for good: sudo setcap cap_net_raw+ep {ShellText.Quoted(program)}{until}; or once: sudo {again}";
    }
}
