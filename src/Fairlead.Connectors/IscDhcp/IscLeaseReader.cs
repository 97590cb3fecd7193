using Fairlead.Core.Observations;

namespace Fairlead.Connectors.IscDhcp;

/// <summary>
/// Leases of <c>dhcpd.leases</c> and <c>dhcpd6.leases</c> (dhcpd.leases(5)) in the order in which they were written. The file is cut where records begin, and the pieces
/// are read side by side: a few of them are in memory, never the file.
/// </summary>
internal sealed class IscLeaseReader(Stream stream, string name, int pieceSize = IscLeaseReader.UsualPiece)
{
    internal const int UsualPiece = 2 * 1024 * 1024;

    private const int MostNotes = 100;

    /// <summary>No record is as long as this; a piece without the beginning of one is cut anyway.</summary>
    private const int LongestPiece = 64 * 1024 * 1024;

    private readonly List<ObservationNote> _notes = [];
    private readonly Stack<byte[]> _spare = [];
    private byte[] _carried = [];
    private int _carriedLength;
    private bool _isFirst = true;

    /// <summary>Whole once the leases were read to their end.</summary>
    public IReadOnlyList<ObservationNote> Notes => _notes;

    /// <exception cref="SourceFailureException">There is text, and no record of dhcpd in it.</exception>
    public IEnumerable<Lease> Read()
    {
        var ahead = Math.Max(1, Environment.ProcessorCount);
        var pieces = new Queue<Task<IscLeasePiece>>();
        var (line, records, first) = (0, 0, 0);
        while (true)
        {
            while (pieces.Count < ahead && NextPiece() is { } piece)
                pieces.Enqueue(ahead == 1 ? Task.FromResult(piece.Read()) : Task.Run(piece.Read));
            if (!pieces.TryDequeue(out var reading))
                break;
            var read = reading.GetAwaiter().GetResult();
            foreach (var lease in read.Leases)
                yield return lease;
            foreach (var (at, message) in read.Notes)
                Note(line + at, message);
            if (first == 0 && read.FirstLine > 0)
                first = line + read.FirstLine;
            (line, records) = (line + read.Lines, records + read.Records);
            _spare.Push(read.Buffer);
        }

        if (records == 0 && first > 0)
            throw SourceFailureException.Malformed($"{name}:{first}", "this is no lease file of dhcpd: no record stands in it.", "Name the file that dhcpd writes, as a rule /var/lib/dhcp/dhcpd.leases.");
    }

    private void Note(int line, string message)
    {
        if (_notes.Count < MostNotes)
            _notes.Add(new($"{name}:{line}", message));
        else if (_notes.Count == MostNotes)
            _notes.Add(new(name, $"More than {MostNotes} records could not be read; the others are left out without a word."));
    }

    /// <returns>Text up to where the last record in it begins; null at the end.</returns>
    private IscLeasePiece? NextPiece()
    {
        var buffer = _spare.TryPop(out var spare) && spare.Length > _carriedLength ? spare : new byte[Math.Max(pieceSize, _carriedLength * 2)];
        _carried.AsSpan(0, _carriedLength).CopyTo(buffer);
        var (length, isFirst) = (_carriedLength, _isFirst);
        _isFirst = false;
        while (true)
        {
            var got = stream.ReadAtLeast(buffer.AsSpan(length), buffer.Length - length, throwOnEndOfStream: false);
            length += got;
            if (length < buffer.Length)
            {
                _carriedLength = 0;
                return length == 0 ? null : new(buffer, length, isFirst, isLast: true);
            }

            var cut = IscLeasePiece.LastBeginning(buffer.AsSpan(0, length));
            if (cut > 0 || length >= LongestPiece)
            {
                cut = cut > 0 ? cut : length;
                _carriedLength = length - cut;
                if (_carried.Length < _carriedLength)
                    _carried = new byte[_carriedLength];
                buffer.AsSpan(cut, _carriedLength).CopyTo(_carried);
                return new(buffer, cut, isFirst, isLast: false);
            }

            Array.Resize(ref buffer, buffer.Length * 2);
        }
    }
}
