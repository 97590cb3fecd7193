using Fairlead.Cli.Output;
using Fairlead.Cli.Serving;
using Fairlead.Connectors.Folders;
using Fairlead.Connectors.Kea;
using Fairlead.Core.Changes;

namespace Fairlead.Cli.Applying;

/// <summary>What changes are made in.</summary>
internal abstract class ChangeTarget : IAsyncDisposable
{
    /// <summary>Not null: nothing can be said, and the command ends with this code.</summary>
    public virtual int? Refused => null;

    public abstract string Place { get; }

    public abstract IReadOnlyList<Change> Changes { get; }

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

    public override Task<IReadOnlyList<string>> ApplyAsync(bool write, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);
}

internal sealed class FolderTarget(RenderedFolder folder, string place) : ChangeTarget
{
    public override string Place => place;

    public override IReadOnlyList<Change> Changes => folder.Changes;

    public override Task<IReadOnlyList<string>> ApplyAsync(bool write, CancellationToken ct)
    {
        folder.Apply();
        return Task.FromResult<IReadOnlyList<string>>([$"done. {ChangesView.Summary(Changes, place)}"]);
    }
}

internal sealed class RunningKeaTarget(KeaTarget kea, IReadOnlyList<Change> inTheWay) : ChangeTarget
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

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
