using System.Buffers;

namespace Fairlead.Connectors.IscDhcp;

internal enum IscLeaseToken : byte
{
    End,
    Word,
    Text,
    Open,
    Close,
    Semicolon,
}

/// <summary>Words, texts and signs of a lease file, one after the other, without a copy: a text with escapes alone has octets of its own.</summary>
internal sealed class IscLeaseTokens(byte[] buffer, int length)
{
    /// <summary>Where a statement can turn into something other than words.</summary>
    private static readonly SearchValues<byte> s_marks = SearchValues.Create(";{}\"#\n"u8);

    /// <summary>Where a word ends: signs, spaces and control characters.</summary>
    private static readonly SearchValues<byte> s_ends = SearchValues.Create([.. Enumerable.Range(0, ' ' + 1).Select(octet => (byte)octet), .. "{};\"#"u8]);

    /// <summary>Where a text ends or is not what it seems.</summary>
    private static readonly SearchValues<byte> s_textEnds = SearchValues.Create("\"\\\n"u8);

    private byte[] _unescaped = [];
    private byte[] _kept = [];
    private int _at;
    private int _from;
    private int _size;
    private bool _isUnescaped;
    private bool _atLineStart = true;
    private bool _again;

    public IscLeaseToken Kind { get; private set; }

    /// <summary>Of a word or a text; good until the next token.</summary>
    public ReadOnlySpan<byte> Text => _isUnescaped ? _unescaped.AsSpan(0, _size) : buffer.AsSpan(_from, _size);

    /// <summary>On which the token stands, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>It is the first of its line.</summary>
    public bool BeginsLine { get; private set; }

    /// <summary>Ends of lines passed so far.</summary>
    public int Ends { get; private set; }

    /// <summary>The same token once more.</summary>
    public void Again() => _again = true;

    /// <summary>The text, in a place of its own until another is kept.</summary>
    public ReadOnlySpan<byte> Kept()
    {
        if (!_isUnescaped)
            return Text; // the file's own octets stay
        if (_kept.Length < _size)
            _kept = new byte[_size];
        Text.CopyTo(_kept);
        return _kept.AsSpan(0, _size);
    }

    public IscLeaseToken Next()
    {
        if (_again)
        {
            _again = false;
            return Kind;
        }

        (_size, _isUnescaped) = (0, false);
        if (!ToToken())
            return Kind = IscLeaseToken.End;
        (Line, BeginsLine, _atLineStart) = (Ends + 1, _atLineStart, false);
        switch (buffer[_at])
        {
            case (byte)'{':
                _at++;
                return Kind = IscLeaseToken.Open;
            case (byte)'}':
                _at++;
                return Kind = IscLeaseToken.Close;
            case (byte)';':
                _at++;
                return Kind = IscLeaseToken.Semicolon;
            case (byte)'"':
                _at++;
                return Kind = ReadText();
        }

        var rest = buffer.AsSpan(_at, length - _at);
        var end = rest.IndexOfAny(s_ends);
        (_from, _size) = (_at, end < 0 ? rest.Length : end);
        _at += _size;
        return Kind = IscLeaseToken.Word;
    }

    /// <summary>Most statements end on their line, without a text or a block: found by one search.</summary>
    public bool TrySkipPlain()
    {
        if (_again)
            return false;
        var rest = buffer.AsSpan(_at, length - _at);
        var mark = rest.IndexOfAny(s_marks);
        if (mark < 0 || rest[mark] != (byte)';')
            return false;
        _at += mark + 1;
        Kind = IscLeaseToken.Semicolon;
        return true;
    }

    /// <summary>Over blanks, ends of lines and comments.</summary>
    private bool ToToken()
    {
        while (_at < length)
        {
            var octet = buffer[_at];
            if (octet == '\n')
            {
                Ends++;
                _atLineStart = true;
            }
            else if (octet == '#')
            {
                var end = buffer.AsSpan(_at, length - _at).IndexOf((byte)'\n');
                _at = end < 0 ? length : _at + end;
                continue;
            }
            else if (octet > ' ')
            {
                return true;
            }

            _at++;
        }

        return false;
    }

    /// <summary>A text ends with its line at the latest: dhcpd writes none over several.</summary>
    private IscLeaseToken ReadText()
    {
        var rest = buffer.AsSpan(_at, length - _at);
        var end = rest.IndexOfAny(s_textEnds);
        if (end < 0)
        {
            _at = length;
            return IscLeaseToken.End;
        }

        if (rest[end] != (byte)'\\')
        {
            (_from, _size) = (_at, end);
            _at += rest[end] == (byte)'"' ? end + 1 : end;
            return IscLeaseToken.Text;
        }

        return ReadEscaped();
    }

    private IscLeaseToken ReadEscaped()
    {
        _isUnescaped = true;
        var rest = buffer.AsSpan(_at, length - _at);
        var line = rest.IndexOf((byte)'\n') is var end and >= 0 ? rest[..end] : rest;
        if (_unescaped.Length < line.Length)
            _unescaped = new byte[line.Length];
        var into = _unescaped.AsSpan();
        var at = 0;
        while (at < line.Length)
        {
            var octet = line[at++];
            if (octet == '"')
            {
                _at += at;
                return IscLeaseToken.Text;
            }

            if (octet != '\\')
            {
                into[_size++] = octet;
                continue;
            }

            if (at < line.Length && line[at] is >= (byte)'0' and <= (byte)'7')
            {
                var (value, digits) = (0, 0);
                while (digits++ < 3 && at < line.Length && line[at] is >= (byte)'0' and <= (byte)'7')
                    value = value * 8 + line[at++] - '0';
                into[_size++] = (byte)(value & 0xFF);
            }
            else if (at < line.Length)
            {
                into[_size++] = line[at++];
            }
        }

        _at += at;
        return line.Length < rest.Length ? IscLeaseToken.Text : IscLeaseToken.End;
    }
}
