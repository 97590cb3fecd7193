using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Fairlead.Core.Diagnostics;

namespace Fairlead.Ledger.Storage;

/// <summary>Lines as they are in the file, byte for byte, since a checksum stands over them.</summary>
internal static class TransferReader
{
    // A site's files are on one line, in Base64.
    private const int LongestLine = 256 * 1024 * 1024;

    /// <exception cref="UnusableInputException">A line is longer than any that is exported.</exception>
    public static async IAsyncEnumerable<byte[]> LinesAsync(Stream from, [EnumeratorCancellation] CancellationToken ct)
    {
        var reader = PipeReader.Create(from, new StreamPipeReaderOptions(leaveOpen: true));
        while (true)
        {
            var read = await reader.ReadAsync(ct).ConfigureAwait(false);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return buffer.Slice(0, end).ToArray();
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (buffer.Length > LongestLine) throw new UnusableInputException($"A line is longer than {LongestLine} bytes: this is no export of a ledger. Nothing was imported.");
            if (read.IsCompleted)
            {
                // An export ends with a line end; what follows the last one is a line that was cut short.
                if (!buffer.IsEmpty) yield return buffer.ToArray();
                break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }

        await reader.CompleteAsync().ConfigureAwait(false);
    }
}
