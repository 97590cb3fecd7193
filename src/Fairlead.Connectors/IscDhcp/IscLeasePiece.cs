using System.Text;
using Fairlead.Connectors.Leases;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.IscDhcp;

/// <summary>
/// A piece of a lease file that begins with a record: its leases, and notes with lines of its own. A record that is not whole is left out and noted; the next
/// line that begins a record goes on.
/// </summary>
/// <param name="isFirst">Nothing of the file is known to be right yet.</param>
/// <param name="isLast">What ends with it may still be being written.</param>
internal sealed class IscLeasePiece(byte[] buffer, int length, bool isFirst, bool isLast)
{
    /// <summary>Notes of one piece; a file that breaks as often is no lease file.</summary>
    private const int MostNotes = 101;

    private readonly IscLeaseTokens _tokens = new(buffer, length);
    private readonly List<Lease> _leases = new(length / 200);
    private readonly List<(int Line, string Message)> _notes = [];

    public byte[] Buffer { get; } = buffer;

    public IReadOnlyList<Lease> Leases => _leases;

    /// <summary>Lines from 1.</summary>
    public IReadOnlyList<(int Line, string Message)> Notes => _notes;

    /// <summary>How many lines end in it.</summary>
    public int Lines { get; private set; }

    /// <summary>Of the first word; 0: there is none.</summary>
    public int FirstLine { get; private set; }

    /// <summary>Whole records of any kind.</summary>
    public int Records { get; private set; }

    /// <returns>Where the last record begins that begins a line, not at the very start; 0: nowhere.</returns>
    public static int LastBeginning(ReadOnlySpan<byte> text)
    {
        for (var end = text.Length; end > 0;)
        {
            var at = text[..end].LastIndexOf((byte)'\n');
            if (at < 0)
                return 0;
            var line = text[(at + 1)..];
            if (line.StartsWith("lease "u8) || line.StartsWith("ia-na "u8) || line.StartsWith("ia-ta "u8))
                return at + 1;
            end = at;
        }

        return 0;
    }

    /// <summary>Once; also the way to everything else.</summary>
    public IscLeasePiece Read()
    {
        while (_tokens.Next() != IscLeaseToken.End)
        {
            var (line, leases) = (_tokens.Line, _leases.Count);
            if (FirstLine == 0)
                FirstLine = line;
            if (ReadRecord())
                Records++;
            else
                Broken(line, leases);
        }

        Lines = _tokens.Ends;
        return this;
    }

    private bool ReadRecord()
    {
        if (_tokens.Kind != IscLeaseToken.Word)
            return false;
        if (Is("lease"u8))
            return ReadLease();
        if (Is("ia-na"u8) || Is("ia-ta"u8))
            return ReadAssociation();
        return (Is("ia-pd"u8) || Is("failover"u8) || Is("server-duid"u8) || Is("authoring-byte-order"u8) || Is("host"u8) || Is("group"u8) || Is("class"u8) || Is("subclass"u8)) && SkipStatement();
    }

    private void Broken(int line, int leases)
    {
        _leases.RemoveRange(leases, _leases.Count - leases);
        while (_tokens.Kind != IscLeaseToken.End && !(_tokens.Line > line && BeginsRecord()))
            _tokens.Next();
        var isCutOff = _tokens.Kind == IscLeaseToken.End && isLast && (Records > 0 || !isFirst);
        if (_notes.Count < MostNotes)
            _notes.Add((line, isCutOff ? "The last record is not whole: it is left out, as dhcpd does when it was still being written." : "This is no whole record: it is left out."));
        if (_tokens.Kind != IscLeaseToken.End)
            _tokens.Again();
    }

    private bool BeginsRecord() => _tokens.BeginsLine && _tokens.Kind == IscLeaseToken.Word &&
        (Is("lease"u8) || Is("ia-na"u8) || Is("ia-ta"u8) || Is("ia-pd"u8) || Is("failover"u8) || Is("server-duid"u8));

    private bool ReadLease()
    {
        if (_tokens.Next() != IscLeaseToken.Word || !LeaseText.TryAddress(_tokens.Text, out var address) || _tokens.Next() != IscLeaseToken.Open)
            return false;
        MacAddress? mac = null;
        ReadOnlySpan<byte> client = [];
        string? hostName = null;
        var state = LeaseState.Active;
        var ends = 0L;
        while (_tokens.Next() != IscLeaseToken.Close)
        {
            if (_tokens.Kind != IscLeaseToken.Word || BeginsRecord())
                return false;
            bool isRead;
            switch (_tokens.Text)
            {
                case var word when word.SequenceEqual("ends"u8):
                    isRead = TryTime(out ends);
                    break;
                case var word when word.SequenceEqual("binding"u8):
                    isRead = TryState(out state);
                    break;
                case var word when word.SequenceEqual("abandoned"u8):
                    state = LeaseState.Declined;
                    isRead = SkipRest();
                    break;
                case var word when word.SequenceEqual("hardware"u8):
                    isRead = TryHardware(ref mac);
                    break;
                case var word when word.SequenceEqual("uid"u8):
                    isRead = _tokens.Next() is IscLeaseToken.Word or IscLeaseToken.Text;
                    client = isRead ? Octets() : [];
                    isRead = isRead && SkipRest();
                    break;
                case var word when word.SequenceEqual("client-hostname"u8):
                    isRead = _tokens.Next() is IscLeaseToken.Word or IscLeaseToken.Text;
                    hostName = isRead && _tokens.Text.Length > 0 ? Encoding.UTF8.GetString(_tokens.Text) : null;
                    isRead = isRead && SkipRest();
                    break;
                default:
                    isRead = SkipStatement();
                    break;
            }

            if (!isRead)
                return false;
        }

        _leases.Add(new(address, mac, LeaseText.ClientIdOf(client, mac), hostName, state, ends));
        return true;
    }

    private bool TryHardware(ref MacAddress? mac)
    {
        if (_tokens.Next() != IscLeaseToken.Word)
            return false;
        var isEthernet = Is("ethernet"u8);
        if (_tokens.Next() != IscLeaseToken.Word)
            return false;
        if (isEthernet && LeaseText.TryMac(_tokens.Text, out var parsed))
            mac = parsed;
        return SkipRest();
    }

    private bool ReadAssociation()
    {
        if (_tokens.Next() is not (IscLeaseToken.Word or IscLeaseToken.Text))
            return false;
        // Four octets of IAID in the server's byte order, then the DUID.
        var octets = Octets();
        var duid = octets.Length > 4 ? ClientId.Of(octets[4..]) : default;
        if (_tokens.Next() != IscLeaseToken.Open)
            return false;
        while (_tokens.Next() != IscLeaseToken.Close)
        {
            if (_tokens.Kind != IscLeaseToken.Word || BeginsRecord())
                return false;
            if (!(Is("iaaddr"u8) ? TryAssociated(duid) : SkipStatement()))
                return false;
        }

        return true;
    }

    private bool TryAssociated(ClientId duid)
    {
        if (_tokens.Next() != IscLeaseToken.Word || !LeaseText.TryAddress(_tokens.Text, out var address) || _tokens.Next() != IscLeaseToken.Open)
            return false;
        var state = LeaseState.Active;
        var ends = 0L;
        while (_tokens.Next() != IscLeaseToken.Close)
        {
            if (_tokens.Kind != IscLeaseToken.Word || BeginsRecord())
                return false;
            if (!(Is("ends"u8) ? TryTime(out ends) : Is("binding"u8) ? TryState(out state) : SkipStatement()))
                return false;
        }

        _leases.Add(new(address, null, duid, null, state, ends));
        return true;
    }

    /// <summary>To its semicolon, or over its block.</summary>
    private bool SkipStatement()
    {
        if (_tokens.TrySkipPlain())
            return true;
        var depth = 0;
        while (true)
        {
            switch (_tokens.Next())
            {
                case IscLeaseToken.End:
                    return false;
                case IscLeaseToken.Open:
                    depth++;
                    break;
                case IscLeaseToken.Close when --depth <= 0:
                    return depth == 0;
                case IscLeaseToken.Semicolon when depth == 0:
                    return true;
                case IscLeaseToken.Word when BeginsRecord():
                    return false;
            }
        }
    }

    private bool SkipRest()
    {
        if (_tokens.TrySkipPlain())
            return true;
        while (_tokens.Next() is IscLeaseToken.Word or IscLeaseToken.Text)
        {
            if (BeginsRecord())
                return false;
        }

        return _tokens.Kind == IscLeaseToken.Semicolon;
    }

    private bool TryState(out LeaseState state)
    {
        state = LeaseState.Active;
        if (_tokens.Next() != IscLeaseToken.Word || !Is("state"u8) || _tokens.Next() != IscLeaseToken.Word)
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
        return _tokens.Next() == IscLeaseToken.Semicolon;
    }

    /// <summary><c>never</c>, <c>epoch SECONDS</c>, or <c>WEEKDAY YEAR/MONTH/DAY HOUR:MINUTE:SECOND</c> in UTC.</summary>
    private bool TryTime(out long seconds)
    {
        seconds = 0;
        if (_tokens.Next() != IscLeaseToken.Word)
            return false;
        if (Is("never"u8))
        {
            seconds = Lease.Never;
            return _tokens.Next() == IscLeaseToken.Semicolon;
        }

        if (Is("epoch"u8))
            return _tokens.Next() == IscLeaseToken.Word && LeaseText.TryNumber(_tokens.Text, out seconds) && _tokens.Next() == IscLeaseToken.Semicolon;

        Span<int> parts = stackalloc int[3];
        if (_tokens.Next() != IscLeaseToken.Word || !TryThree((byte)'/', parts))
            return false;
        var (year, month, day) = (parts[0], parts[1], parts[2]);
        if (year is < 1970 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        if (_tokens.Next() != IscLeaseToken.Word || !TryThree((byte)':', parts) || parts[0] > 23 || parts[1] > 59 || parts[2] > 60)
            return false;
        seconds = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond + parts[0] * 3600 + parts[1] * 60 + parts[2];
        return SkipRest();
    }

    private bool TryThree(byte separator, Span<int> parts)
    {
        parts.Clear();
        var (part, digits) = (0, 0);
        foreach (var octet in _tokens.Text)
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

    /// <summary>Of a text, what it holds; of a word, hexadecimal with colons. Empty where it is neither. Good until the next but one token.</summary>
    private ReadOnlySpan<byte> Octets() => _tokens.Kind == IscLeaseToken.Text ? _tokens.Kept() : ClientId.TryParse(_tokens.Text, out var id) ? id.Octets : [];

    private bool Is(ReadOnlySpan<byte> word) => _tokens.Text.SequenceEqual(word);
}
