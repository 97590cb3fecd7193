using System.Formats.Tar;
using System.Globalization;
using System.Text;
using Fairlead.Core.Checks;
using Fairlead.Core.Reports.Checks;

namespace Fairlead.Cli.Vantages;

/// <summary>What came back, or why nothing did.</summary>
/// <param name="Capture">The raw frames, when they were asked for.</param>
/// <param name="ExitCode">Of a run that failed: what this program ends with.</param>
internal sealed record RemoteAnswer(CheckReport? Report, byte[]? Capture, string? Fault, int ExitCode)
{
    public static RemoteAnswer Failed(string fault, int exitCode = ExitCodes.Failed) => new(null, null, fault, exitCode);
}

/// <summary>Runs <c>fairlead check</c> on another machine over one SSH connection and leaves nothing there.</summary>
internal static class RemoteCheck
{
    /// <summary>What another machine sends is never trusted to be small.</summary>
    private const long LargestFile = 1L << 30;

    public static async Task<RemoteAnswer> RunAsync(SshTarget target, RemoteBundle bundle, bool asRoot, Action<string> said, CancellationToken ct)
    {
        var needs = RemoteNeeds.Here();
        if (SshConnection.Start(target, RemoteScript.Command(bundle.Length, needs, asRoot), said) is not { } found)
            return RemoteAnswer.Failed("there is no ssh here: install OpenSSH's client, or name another one in FAIRLEAD_SSH.");
        await using var connection = found;
        if (await connection.ReadGreetingAsync(RemoteScript.Greeting, ct) is not { } system)
            return RemoteAnswer.Failed(connection.IsSilent ? RemoteFaults.OfSilence(target, connection.Errors) : RemoteFaults.OfConnection(target, await connection.EndAsync(ct), connection.Errors, asRoot));
        if (RemoteFaults.OfSystem(target, system, needs) is { } stranger)
            return RemoteAnswer.Failed(stranger);
        var files = await ExchangeAsync(connection, bundle, ct);
        return Judge(target, bundle, files, await connection.EndAsync(ct), connection.Errors);
    }

    /// <summary>Sends the bundle and takes back the files that the run wrote; fewer when the connection breaks.</summary>
    private static async Task<Dictionary<string, byte[]>> ExchangeAsync(SshConnection connection, RemoteBundle bundle, CancellationToken ct)
    {
        var files = new Dictionary<string, byte[]>();
        try
        {
            await connection.Input.WriteAsync(Encoding.ASCII.GetBytes(RemoteScript.Go), ct);
            await bundle.SendAsync(connection.Input, ct);
        }
        catch (IOException)
        {
            // The other end stopped reading; its exit code says why.
            return files;
        }

        try
        {
            using var tar = new TarReader(connection.Output, leaveOpen: true);
            while (await tar.GetNextEntryAsync(copyData: false, ct) is { } entry)
            {
                if (entry.DataStream is not { Length: <= LargestFile } data || Path.GetFileName(entry.Name) is not (RemoteScript.ReportFile or RemoteScript.CaptureFile or RemoteScript.CodeFile))
                    continue;
                using var content = new MemoryStream();
                await data.CopyToAsync(content, ct);
                files[Path.GetFileName(entry.Name)] = content.ToArray();
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or FormatException)
        {
            // Cut off in the middle: what is whole is kept, and judged.
        }

        return files;
    }

    private static RemoteAnswer Judge(SshTarget target, RemoteBundle bundle, Dictionary<string, byte[]> files, int code, string errors)
    {
        int? program = files.TryGetValue(RemoteScript.CodeFile, out var text) && int.TryParse(Encoding.ASCII.GetString(text).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (!files.TryGetValue(RemoteScript.ReportFile, out var json))
            return RemoteAnswer.Failed(RemoteFaults.OfRun(target, code, program, errors), program is ExitCodes.UnusableInput ? ExitCodes.UnusableInput : ExitCodes.Failed);
        if (!CheckJsonReader.TryRead(json, out var report, out var error))
            return RemoteAnswer.Failed($"what came back from {target.Host} can't be read: {error}.");
        return new(AsSeenVia(target, bundle, report), files.GetValueOrDefault(RemoteScript.CaptureFile), null, ExitCodes.Good);
    }

    private static CheckReport AsSeenVia(SshTarget target, RemoteBundle bundle, CheckReport report) => report with
    {
        Vantage = report.Vantage with { Via = target.ToString() },
        Results = [.. report.Results.Select(result => result with { Location = result.Location is { } there ? bundle.LocationHere(there) : null })],
    };
}
