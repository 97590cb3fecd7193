using System.Buffers;
using System.Text;
using Fairlead.Connectors.Leases;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.IscDhcp;

/// <summary>
/// Leases of <c>dhcpd.leases</c> and <c>dhcpd6.leases</c> (dhcpd.leases(5)), streamed in the order in which they were written.
/// A record that is not whole is left out and noted; the next line that begins a record goes on.
/// </summary>
internal sealed class IscLeaseReader(Stream stream, string name)
{
    private const int MostNotes = 100;
    private const int LongestToken = 64 * 1024;

    /// <summary>Where a statement can turn into something other than words.</summary>
    private static readonly SearchValues<byte> s_marks = SearchValues.Create(";{}\"#\n"u8);

    /// <summary>Where a word ends: signs, spaces and control characters.</summary>
    private static readonly SearchValues<byte> s_ends = SearchValues.Create([.. Enumerable.Range(0, ' ' + 1).Select(octet => (byte)octet), .. "{};\"#"u8]);

    private readonly byte[] _buffer = new byte[128 * 1024];
    private readonly List<ObservationNote> _notes = [];
    private byte[] _token = new byte[512];
    private int _length;
    private int _at;
    private int _end;
    private int _line = 1;
    private int _tokenLine = 1;
    private bool _atLineStart = true;
    private bool _tokenBeginsLine;
    private bool _again;
    private Token _kind;
    private int _records;

    private enum Token : byte
    {
        End,
        Word,
        Text,
        Open,
        Close,
        Semicolon,
    }

    /// <summary>Whole once the leases were read to their end.</summary>
    public IReadOnlyList<ObservationNote> Notes => _notes;

    /// <exception cref="SourceFailureException">There is text, and no record of dhcpd in it.</exception>
    public IEnumerable<Lease> Read()
    {
        var first = 0;
        var found = new List<Lease>();
        while (Next() != Token.End)
        {
            var line = _tokenLine;
            if (first == 0)
                first = line;
            found.Clear();
            if (_kind == Token.Word && Is("lease"u8))
                Record(line, found, ReadLease(found));
            else if (_kind == Token.Word && (Is("ia-na"u8) || Is("ia-ta"u8)))
                Record(line, found, ReadAssociation(found));
            else if (_kind == Token.Word && (Is("ia-pd"u8) || Is("failover"u8) || Is("server-duid"u8) || Is("authoring-byte-order"u8) || Is("host"u8) || Is("group"u8) || Is("class"u8) || Is("subclass"u8)))
                Record(line, found, SkipStatement());
            else
                Broken(line, found);
            foreach (var lease in found)
                yield return lease;
        }

        if (_records == 0 && first > 0)
            throw SourceFailureException.Malformed($"{name}:{first}", "this is no lease file of dhcpd: no record stands in it.", "Name the file that dhcpd writes, as a rule /var/lib/dhcp/dhcpd.leases.");
    }

    private void Record(int line, List<Lease> found, bool isWhole)
    {
        if (isWhole)
            _records++;
        else
            Broken(line, found);
    }

    private void Broken(int line, List<Lease> found)
    {
        found.Clear();
        while (_kind != Token.End && !(_tokenLine > line && BeginsRecord()))
            Next();
        Note(line, _kind == Token.End && _records > 0
            ? "The last record is not whole: it is left out, as dhcpd does when it was still being written."
            : "This is no whole record: it is left out.");
        _again = _kind != Token.End;
    }

    private void Note(int line, string message)
    {
        if (_notes.Count < MostNotes)
            _notes.Add(new($"{name}:{line}", message));
        else if (_notes.Count == MostNotes)
            _notes.Add(new(name, $"More than {MostNotes} records could not be read; the others are left out without a word."));
    }

    private bool BeginsRecord() => _tokenBeginsLine && _kind == Token.Word &&
        (Is("lease"u8) || Is("ia-na"u8) || Is("ia-ta"u8) || Is("ia-pd"u8) || Is("failover"u8) || Is("server-duid"u8));

    private bool ReadLease(List<Lease> found)
    {
        if (Next() != Token.Word || !TryAddress(out var address) || Next() != Token.Open)
            return false;
        MacAddress? mac = null;
        string? clientId = null, hostName = null;
        var state = LeaseState.Active;
        var ends = 0L;
        while (Next() != Token.Close)
        {
            if (_kind != Token.Word || BeginsRecord())
                return false;
            if (Is("ends"u8))
            {
                if (!TryTime(out ends))
                    return false;
            }
            else if (Is("binding"u8))
            {
                if (!TryState(out state))
                    return false;
            }
            else if (Is("abandoned"u8))
            {
                state = LeaseState.Declined;
                if (!SkipRest())
                    return false;
            }
            else if (Is("hardware"u8))
            {
                if (Next() != Token.Word)
                    return false;
                var isEthernet = Is("ethernet"u8);
                if (Next() != Token.Word)
                    return false;
                if (isEthernet && TryMac(out var parsed))
                    mac = parsed;
                if (!SkipRest())
                    return false;
            }
            else if (Is("uid"u8))
            {
                if (Next() is not (Token.Word or Token.Text))
                    return false;
                clientId = Octets();
                if (!SkipRest())
                    return false;
            }
            else if (Is("client-hostname"u8))
            {
                if (Next() is not (Token.Word or Token.Text))
                    return false;
                hostName = _length == 0 ? null : Encoding.UTF8.GetString(_token, 0, _length);
                if (!SkipRest())
                    return false;
            }
            else if (!SkipStatement())
            {
                return false;
            }
        }

        // Type 1 and its own MAC says nothing more than the MAC (RFC 2132, 9.14).
        if (clientId is { Length: 20 } && mac is { } own && clientId == $"01:{own}")
            clientId = null;
        found.Add(new(address, mac, clientId, hostName, state, ends));
        return true;
    }

    private bool ReadAssociation(List<Lease> found)
    {
        if (Next() is not (Token.Word or Token.Text))
            return false;
        // Four octets of IAID in the server's byte order, then the DUID.
        var duid = Octets() is { Length: > 12 } octets ? octets[12..] : null;
        if (Next() != Token.Open)
            return false;
        while (Next() != Token.Close)
        {
            if (_kind != Token.Word || BeginsRecord())
                return false;
            if (!Is("iaaddr"u8))
            {
                if (!SkipStatement())
                    return false;
                continue;
            }

            if (Next() != Token.Word || !TryAddress(out var address) || Next() != Token.Open)
                return false;
            var state = LeaseState.Active;
            var ends = 0L;
            while (Next() != Token.Close)
            {
                if (_kind != Token.Word || BeginsRecord())
                    return false;
                var isRead = Is("ends"u8) ? TryTime(out ends) : Is("binding"u8) ? TryState(out state) : SkipStatement();
                if (!isRead)
                    return false;
            }

            found.Add(new(address, null, duid, null, state, ends));
        }

        return true;
    }

    /// <summary>To its semicolon, or over its block.</summary>
    private bool SkipStatement()
    {
        if (TrySkipPlain())
            return true;
        var depth = 0;
        while (true)
        {
            switch (Next())
            {
                case Token.End:
                    return false;
                case Token.Open:
                    depth++;
                    break;
                case Token.Close when --depth <= 0:
                    return depth == 0;
                case Token.Semicolon when depth == 0:
                    return true;
                case Token.Word when BeginsRecord():
                    return false;
            }
        }
    }

    /// <summary>Most statements end on their line, without a text or a block: found by one search, and in the buffer nearly always.</summary>
    private bool TrySkipPlain()
    {
        if (_again)
            return false;
        var rest = _buffer.AsSpan(_at, _end - _at);
        var mark = rest.IndexOfAny(s_marks);
        if (mark < 0 || rest[mark] != (byte)';')
            return false;
        _at += mark + 1;
        _kind = Token.Semicolon;
        return true;
    }

    private bool SkipRest()
    {
        while (Next() is Token.Word or Token.Text)
        {
            if (BeginsRecord())
                return false;
        }

        return _kind == Token.Semicolon;
    }

    private bool TryState(out LeaseState state)
    {
        state = LeaseState.Active;
        if (Next() != Token.Word || !Is("state"u8) || Next() != Token.Word)
            return false;
        if (Is("active"u8) || Is("bootp"u8))
            state = LeaseState.Active;
        else if (Is("free"u8) || Is("backup"u8) || Is("reset"u8))
            state = LeaseState.Free;
        else if (Is("expired"u8))
            state = LeaseState.Expired;
        else if (Is("released"u8))
            state = LeaseState.Released;
        else if (Is("abandoned"u8))
            state = LeaseState.Declined;
        else
            return false;
        return Next() == Token.Semicolon;
    }

    /// <summary><c>never</c>, <c>epoch SECONDS</c>, or <c>WEEKDAY YEAR/MONTH/DAY HOUR:MINUTE:SECOND</c> in UTC.</summary>
    private bool TryTime(out long seconds)
    {
        seconds = 0;
        if (Next() != Token.Word)
            return false;
        if (Is("never"u8))
        {
            seconds = Lease.Never;
            return Next() == Token.Semicolon;
        }

        Span<int> parts = stackalloc int[3];
        if (Is("epoch"u8))
        {
            if (Next() != Token.Word || !System.Buffers.Text.Utf8Parser.TryParse(_token.AsSpan(0, _length), out seconds, out var used) || used != _length)
                return false;
            return Next() == Token.Semicolon;
        }

        if (Next() != Token.Word || !TryThree((byte)'/', parts))
            return false;
        var (year, month, day) = (parts[0], parts[1], parts[2]);
        if (year is < 1970 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        if (Next() != Token.Word || !TryThree((byte)':', parts) || parts[0] > 23 || parts[1] > 59 || parts[2] > 60)
            return false;
        seconds = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond + parts[0] * 3600 + parts[1] * 60 + parts[2];
        return SkipRest();
    }

    private bool TryThree(byte separator, Span<int> parts)
    {
        parts.Clear();
        var (part, digits) = (0, 0);
        foreach (var octet in _token.AsSpan(0, _length))
        {
            if (octet == separator)
            {
                if (++part > 2 || digits == 0)
                    return false;
                digits = 0;
            }
            else if (octet is >= (byte)'0' and <= (byte)'9' && ++digits <= 4)
            {
                parts[part] = parts[part] * 10 + octet - '0';
            }
            else
            {
                return false;
            }
        }

        return part == 2 && digits > 0;
    }

    private bool TryAddress(out IpAddr address)
    {
        address = default;
        return LeaseText.TryAddress(_token.AsSpan(0, _length), out address);
    }

    private bool TryMac(out MacAddress mac)
    {
        return LeaseText.TryMac(_token.AsSpan(0, _length), out mac);
    }

    /// <summary>Lower-case hexadecimal with colons; null where it is empty or no octets.</summary>
    private string? Octets()
    {
        if (_length == 0)
            return null;
        var octets = new byte[_length];
        var count = 0;
        if (_kind == Token.Text)
        {
            _token.AsSpan(0, _length).CopyTo(octets);
            count = _length;
        }
        else
        {
            var value = -1;
            foreach (var octet in _token.AsSpan(0, _length))
            {
                if (octet == ':')
                {
                    if (value < 0)
                        return null;
                    octets[count++] = (byte)value;
                    value = -1;
                }
                else
                {
                    var digit = octet < 128 ? Convert.ToInt32(Uri.IsHexDigit((char)octet) ? Uri.FromHex((char)octet) : -1) : -1;
                    if (digit < 0 || value > 15)
                        return null;
                    value = Math.Max(value, 0) * 16 + digit;
                }
            }

            if (value < 0)
                return null;
            octets[count++] = (byte)value;
        }

        return string.Create(count * 3 - 1, octets, static (text, from) =>
        {
            for (var at = 0; at * 3 < text.Length; at++)
            {
                if (at > 0)
                    text[at * 3 - 1] = ':';
                text[at * 3] = "0123456789abcdef"[from[at] >> 4];
                text[at * 3 + 1] = "0123456789abcdef"[from[at] & 15];
            }
        });
    }

    private bool Is(ReadOnlySpan<byte> word) => _token.AsSpan(0, _length).SequenceEqual(word);

    private int Peek()
    {
        if (_at == _end)
        {
            _end = stream.Read(_buffer);
            _at = 0;
            if (_end == 0)
                return -1;
        }

        return _buffer[_at];
    }

    private Token Next()
    {
        if (_again)
        {
            _again = false;
            return _kind;
        }

        _length = 0;
        while (true)
        {
            var octet = Peek();
            if (octet < 0)
                return _kind = Token.End;
            if (octet == '\n')
            {
                _line++;
                _atLineStart = true;
            }
            else if (octet == '#')
            {
                while (Peek() is >= 0 and not '\n')
                    _at++;
                continue;
            }
            else if (octet > ' ')
            {
                break;
            }

            _at++;
        }

        (_tokenLine, _tokenBeginsLine, _atLineStart) = (_line, _atLineStart, false);
        switch (_buffer[_at])
        {
            case (byte)'{':
                _at++;
                return _kind = Token.Open;
            case (byte)'}':
                _at++;
                return _kind = Token.Close;
            case (byte)';':
                _at++;
                return _kind = Token.Semicolon;
            case (byte)'"':
                _at++;
                return _kind = ReadText();
        }

        while (Peek() >= 0)
        {
            var rest = _buffer.AsSpan(_at, _end - _at);
            var length = rest.IndexOfAny(s_ends);
            Append(length < 0 ? rest : rest[..length]);
            _at += length < 0 ? rest.Length : length;
            if (length >= 0)
                break;
        }

        return _kind = Token.Word;
    }

    /// <summary>A text ends with its line at the latest: dhcpd writes none over several.</summary>
    private Token ReadText()
    {
        while (true)
        {
            var octet = Peek();
            if (octet is < 0 or '\n')
                return octet < 0 ? Token.End : Token.Text;
            _at++;
            if (octet == '"')
                return Token.Text;
            if (octet != '\\')
            {
                Append((byte)octet);
                continue;
            }

            octet = Peek();
            if (octet is >= '0' and <= '7')
            {
                var (value, digits) = (0, 0);
                while (digits++ < 3 && Peek() is >= '0' and <= '7')
                    value = value * 8 + _buffer[_at++] - '0';
                Append((byte)(value & 0xFF));
            }
            else if (octet >= 0 && octet != '\n')
            {
                _at++;
                Append((byte)octet);
            }
        }
    }

    private void Append(ReadOnlySpan<byte> octets)
    {
        if (_length + octets.Length <= _token.Length)
        {
            octets.CopyTo(_token.AsSpan(_length));
            _length += octets.Length;
            return;
        }

        foreach (var octet in octets)
            Append(octet);
    }

    private void Append(byte octet)
    {
        if (_length == _token.Length)
        {
            if (_length >= LongestToken)
                return;
            Array.Resize(ref _token, _length * 2);
        }

        _token[_length++] = octet;
    }
}
