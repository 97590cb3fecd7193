using Xunit;

namespace Fairlead.SystemTests.Ledger;

/// <summary>A file system of a few megabytes, in memory, under a temporary folder; gone after the test, also when this process dies.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly System.Diagnostics.Process _remains;

    private SmallDisk(string folder, System.Diagnostics.Process remains) => (Folder, _remains) = (folder, remains);

    public string Folder { get; }

    public static async Task<SmallDisk> MountAsync(int megabytes, CancellationToken ct)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: mounts a file system");
        var folder = Directory.CreateTempSubdirectory("fairlead-disk-").FullName;
        var remains = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("setsid", ["bash", "-c", "cat >/dev/null; umount -l \"$0\" 2>/dev/null; rmdir \"$0\"", folder]) { RedirectStandardInput = true })!;
        var disk = new SmallDisk(folder, remains);
        var mounted = await Shell.RunAsync("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m", "fairlead-test", folder], ct);
        if (mounted.ExitCode == 0) return disk;
        await disk.DisposeAsync();
        Assert.Skip($"no file system can be mounted here: {mounted.Errors}");
        return disk;
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public async Task RemountAsync(string options, CancellationToken ct) =>
        (await Shell.RunAsync("mount", ["-o", $"remount,{options}", Folder], ct)).OrThrow("mount");

    /// <summary>Takes all the room that is left.</summary>
    /// <returns>The file whose removal gives it back.</returns>
    public string Fill()
    {
        var path = PathOf("filler");
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var block = new byte[4096]; ;) file.Write(block);
        }
        catch (IOException)
        {
            return path;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _remains.StandardInput.Close();
        await _remains.WaitForExitAsync();
        _remains.Dispose();
    }
}
