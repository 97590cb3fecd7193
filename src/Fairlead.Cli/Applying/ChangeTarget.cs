using System.Security.Cryptography;
using System.Text;
using Fairlead.Cli.Output;
using Fairlead.Cli.Serving;
using Fairlead.Connectors.Folders;
using Fairlead.Connectors.Kea;
using Fairlead.Core.Changes;
using Fairlead.Ledger;

namespace Fairlead.Cli.Applying;

/// <summary>What changes are made in.</summary>
internal abstract class ChangeTarget : IAsyncDisposable
{
    /// <summary>Not null: nothing can be said, and the command ends with this code.</summary>
    public virtual int? Refused => null;

    public abstract string Place { get; }

    public abstract IReadOnlyList<Change> Changes { get; }

    /// <summary>Sites of the plan, whose history it belongs to.</summary>
    public virtual IReadOnlyList<string> Sites => [];

    /// <summary>The steps in short, for history: whole files are told by their sums.</summary>
    public abstract IReadOnlyList<AppliedChange> InShort { get; }

    /// <returns>What there is to say afterwards.</returns>
    public abstract Task<IReadOnlyList<string>> ApplyAsync(bool write, CancellationToken ct);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>The plan does not allow anything.</summary>
internal sealed class NoTarget(int code) : ChangeTarget
{
    public override int? Refused => code;

    public override string Place => "";

    public override IReadOnlyList<Change> Changes => [];

    public override IReadOnlyList<AppliedChange> InShort => [];

    public override Task<IReadOnlyList<string>> ApplyAsync(bool write, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);
}

internal sealed class FolderTarget(RenderedFolder folder, string place, IReadOnlyList<string> sites) : ChangeTarget
{
    public override IReadOnlyList<string> Sites => sites;

    public override IReadOnlyList<AppliedChange> InShort => [.. Changes.Where(change => change.IsStep).Select(change => new AppliedChange(change.Target, Sum(change.Before), Sum(change.After)))];

    public override string Place => place;

    public override IReadOnlyList<Change> Changes => folder.Changes;

    public override Task<IReadOnlyList<string>> ApplyAsync(bool write, CancellationToken ct)
    {
        folder.Apply();
        return Task.FromResult<IReadOnlyList<string>>([$"done. {ChangesView.Summary(Changes, place)}"]);
    }

    private static string? Sum(string? text) => text is null ? null : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}

internal sealed class RunningKeaTarget(KeaTarget kea, IReadOnlyList<Change> inTheWay, IReadOnlyList<string> sites) : ChangeTarget
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public override IReadOnlyList<string> Sites => sites;

    public override IReadOnlyList<AppliedChange> InShort => [.. kea.Changes.Where(change => change.IsStep).Select(change => new AppliedChange(change.Target, change.Before, change.After))];

    public override string Place => kea.Place;

    /// <summary>Whoever sits on addresses that are no longer handed out is named first.</summary>
    public override IReadOnlyList<Change> Changes => [.. inTheWay, .. kea.Changes];

    public override async Task<IReadOnlyList<string>> ApplyAsync(bool write, CancellationToken ct)
    {
        var kept = Keep();
        await kea.ApplyAsync(write, ct);
        return
        [
            $"done. The configurations before are kept in {string.Join(" and ", kept)}.",
            write ? "Kea wrote its file: comments and includes are gone from it." : "The server's file still has the old pools: put the new ones into it, or run this with --config-write.",
        ];
    }

    public override ValueTask DisposeAsync()
    {
        kea.Dispose();
        return base.DisposeAsync();
    }

    /// <summary>For their owner alone: a configuration may hold passwords.</summary>
    private List<string> Keep()
    {
        var folder = Path.Combine(DataFolder.Of(null).Prepare().Path, "kea-before");
        var files = new List<string>();
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (_, configuration) in kea.Before)
            {
                var file = Path.Combine(folder, $"{TimeProvider.System.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid().ToString("N")[..8]}.json");
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
                if (!OperatingSystem.IsWindows())
                    options.UnixCreateMode = OwnerOnly;
                using var writer = new StreamWriter(file, options);
                writer.Write(configuration);
                files.Add(file);
            }

            return files;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{folder} can't be written ({exception.Message}), so the old configuration can't be kept. Nothing is changed.");
        }
    }
}
