namespace Fairlead.Connectors.Leases;

/// <summary>The lines of a file as bytes, one after another through one buffer: a file of a million leases is never whole in memory.</summary>
internal sealed class ByteLines(Stream stream)
{
    private const int FirstSize = 256 * 1024;

    /// <summary>No line of a lease is as long as this; a file with one is something else.</summary>
    private const int Longest = 4 * 1024 * 1024;

    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Of the line that was read last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Whether the line that was read last ends with a line end; the last one of a file that is being written may not.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Good until the next line is read; without its line end.</summary>
    /// <exception cref="SourceFailureException">A line is longer than any of a lease file.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Trimmed(_buffer.AsSpan(_start, length));
                _start += length + 1;
                IsWhole = true;
                Number++;
                return true;
            }

            if (_isAtEnd)
            {
                line = Trimmed(_buffer.AsSpan(_start, _end - _start));
                var isThere = _end > _start;
                _start = _end;
                IsWhole = false;
                if (isThere)
                    Number++;
                return isThere;
            }

            Fill();
        }
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> line) => line.Length > 0 && line[^1] == (byte)'\r' ? line[..^1] : line;

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= Longest)
                throw SourceFailureException.Malformed($"line {Number + 1}", "it is longer than any line of a lease file.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _isAtEnd = read == 0;
        _end += read;
    }
}
