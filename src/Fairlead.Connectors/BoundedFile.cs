using Fairlead.Core.Observations;

namespace Fairlead.Connectors;

/// <summary>Files of bounded size.</summary>
internal static class BoundedFile
{
    /// <exception cref="SourceFailureException">It is a folder, or larger than <paramref name="largest"/> bytes.</exception>
    public static async Task<byte[]> ReadAsync(string path, long largest, CancellationToken ct)
    {
        if (Directory.Exists(path))
            throw new SourceFailureException(FailureReason.NotFound, $"{path} is a folder.", "Name the file in it.");
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, ct).ConfigureAwait(false) is var read and > 0)
        {
            if (bytes.Length + read > largest)
                throw new SourceFailureException(FailureReason.TooLarge, $"{path} is larger than {largest >> 20} MiB.", "Export less.");
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    /// <summary>Null for what is no file on disk, a pipe among them.</summary>
    public static DateTimeOffset? WrittenAt(string path) => File.Exists(path) ? new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero) : null;
}
