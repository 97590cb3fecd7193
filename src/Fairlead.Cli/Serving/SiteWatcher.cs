using Fairlead.SiteFiles;

namespace Fairlead.Cli.Serving;

/// <summary>Looks at site files every second and says when one has changed, and has not gone on changing since the last look.</summary>
/// <remarks>Not by notifications of the file system: editors replace files, and network file systems notify nobody.</remarks>
internal sealed class SiteWatcher(SiteSources sources, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Until it is cancelled.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> changed, CancellationToken ct)
    {
        var known = Look();
        var last = known;
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            var now = Look();
            if (now != known && now == last)
            {
                known = now;
                await changed(ct);
            }

            last = now;
        }
    }

    /// <summary>Names, sizes and times of all files, as one text.</summary>
    private string Look()
    {
        try
        {
            return string.Join('\n', SiteFileReader.FilesOf(sources.Paths).Select(Stamp));
        }
        catch (SiteFileException exception)
        {
            return exception.Message;
        }
    }

    private static string Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? FormattableString.Invariant($"{path}|{file.Length}|{file.LastWriteTimeUtc.Ticks}") : path;
    }
}
