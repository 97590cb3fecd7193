using Fairlead.Cli.Checks;
using Fairlead.Cli.Output;
using Fairlead.Core.Checks;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;

namespace Fairlead.Cli.Vantages;

/// <summary>What one run through SSH needs to know.</summary>
/// <param name="Options">For the other machine.</param>
/// <param name="Files">Options that name local files, such as <c>--ca</c>, with these.</param>
/// <param name="CaptureFile">The local file of <c>--pcap</c>.</param>
internal sealed record RemoteRun(SshTarget Target, bool AsRoot, IReadOnlyList<string> Options, IReadOnlyList<(string Option, string File)> Files, string? CaptureFile, bool IsQuiet)
{
    /// <summary>Says on standard error what goes on, and what the other machine says.</summary>
    /// <returns>The answers; or null and what this program is to end with.</returns>
    public async Task<(CheckReport? Report, int ExitCode)> RunAsync(Plan plan, Terminal terminal, CancellationToken ct)
    {
        var answer = await AskAsync(plan, terminal, ct);
        if (answer.Report is not { } report)
        {
            terminal.Error.WriteLine($"fairlead: {answer.Fault}");
            return (null, answer.ExitCode);
        }

        if (CaptureFile is not null && answer.Capture is { } frames)
            ResultWriter.Write(terminal, CaptureFile, stream => stream.Write(frames));
        return (RawPermissionHint.WithHint(report, HintThere()), ExitCodes.Good);
    }

    private async Task<RemoteAnswer> AskAsync(Plan plan, Terminal terminal, CancellationToken ct)
    {
        var installation = Installation.Here();
        using var progress = new Progress(terminal, IsQuiet);
        progress.Say("Putting the program and the site files together");
        using var bundle = RemoteBundle.Make(installation, plan.Sources.Values, Options, Files, captures: CaptureFile is not null);
        if (!IsQuiet)
            terminal.Error.WriteLine(FormattableString.Invariant($"Sending this program and {plan.Sources.Count} site file{(plan.Sources.Count == 1 ? "" : "s")} ({bundle.Length / 1_000_000.0:0.0} MB) to {Target}; nothing of it stays there."));
        if (!installation.BringsRuntime && !IsQuiet)
            terminal.Error.WriteLine("This build does not bring its own .NET: the other machine needs .NET 10. ./fairlead and installed programs bring theirs.");
        progress.Say($"Checking from {Target}");
        return await RemoteCheck.RunAsync(Target, bundle, AsRoot, line => Say(terminal, line), ct);
    }

    /// <summary>The other machine's own hint names a folder that is gone by now.</summary>
    private string HintThere() => AsRoot
        ? $"sudo on {Target.Host} gives no CAP_NET_RAW: run it as a user that has it (a container without that capability?)"
        : $"add --via-sudo (needs sudo without a password on {Target.Host}), or log in there as root";

    private void Say(Terminal terminal, string line)
    {
        lock (terminal)
            terminal.Error.WriteLine($"{(terminal.ShowsProgress ? "\r\u001b[K" : "")}{Target.Host}: {VisibleText.Of(line)}");
    }
}
