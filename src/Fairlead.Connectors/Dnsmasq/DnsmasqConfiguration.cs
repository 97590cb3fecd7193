using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Connectors.Dnsmasq;

/// <summary>
/// What a configuration of dnsmasq hands out, by its manual (dnsmasq(8)): <c>dhcp-range</c>, <c>dhcp-host</c>, <c>dhcp-option</c>, <c>conf-file</c>, <c>conf-dir</c>. The prefix of a range
/// without a mask is that of the interface, which the file does not say: then the smallest network that holds the range stands in for it, and a note says so.
/// </summary>
internal sealed class DnsmasqConfiguration
{
    private const int DeepestInclude = 10;
    private const int MostNotes = 100;

    /// <summary>Of dnsmasq, where a range names none (DEFLEASE, config.h).</summary>
    private static readonly TimeSpan s_usualLease = TimeSpan.FromHours(1);

    private readonly Func<string, string?> _read;
    private readonly Func<string, IEnumerable<string>> _list;
    private readonly List<RangeLine> _ranges = [];
    private readonly List<ServedReservation> _hosts = [];
    private readonly List<OptionLine> _options = [];
    private readonly List<ObservationNote> _notes = [];
    private int _known;
    private (string Where, string Key)? _unknown;

    private DnsmasqConfiguration(Func<string, string?> read, Func<string, IEnumerable<string>> list) => (_read, _list) = (read, list);

    public IReadOnlyList<ServedSubnet> Subnets { get; private set; } = [];

    public IReadOnlyList<ObservationNote> Notes => _notes;

    /// <summary>As <c>dhcp-leasefile</c> names it; null: the usual one of the distribution.</summary>
    public string? LeaseFile { get; private set; }

    /// <param name="read">The text of a file; null where it can't be read.</param>
    /// <param name="list">The files of a folder, in order of name.</param>
    /// <exception cref="SourceFailureException">The file itself can't be read, or is no configuration of dnsmasq.</exception>
    public static DnsmasqConfiguration Read(string file, Func<string, string?> read, Func<string, IEnumerable<string>> list)
    {
        var configuration = new DnsmasqConfiguration(read, list);
        configuration.ReadFile(file, read(file) ?? throw new SourceFailureException(FailureReason.NotFound, $"{file} can't be read.", "Look at the path, and whether this user may read it."), 0);
        if (configuration._known == 0 && configuration._unknown is { } unknown)
            throw SourceFailureException.Malformed(unknown.Where, $"'{Excerpt.Of(unknown.Key)}' is no option of dnsmasq, and the file has none that is.", "Name the configuration of dnsmasq; 'dnsmasq --test' judges it.");
        configuration.Join();
        return configuration;
    }

    private void ReadFile(string file, string text, int depth)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw SourceFailureException.Malformed(file, "it is no text.");
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            // A '#' begins a comment at the start, or behind a space and outside of quotes.
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.IndexOf(" #", StringComparison.Ordinal) is var comment and > 0 && !line.Contains('"', StringComparison.Ordinal))
                line = line[..comment].TrimEnd();
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = equals < 0 ? (line, "") : (line[..equals].Trim(), line[(equals + 1)..].Trim());
            if (key.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-'))
                throw SourceFailureException.Malformed(string.Create(CultureInfo.InvariantCulture, $"{file}:{i + 1}"), "this is no line of a configuration of dnsmasq.", "Let 'dnsmasq --test' judge the file.");
            Take(key, value, string.Create(CultureInfo.InvariantCulture, $"{file}:{i + 1}"), depth);
        }
    }

    private void Take(string key, string value, string where, int depth)
    {
        if (DnsmasqOptions.Has(key))
        {
            _known++;
        }
        else
        {
            _unknown ??= (where, key);
            // A newer dnsmasq may have more; this one refuses to start.
            if (_notes.Count < MostNotes)
                _notes.Add(new(where, $"'{Excerpt.Of(key)}' is no option of dnsmasq up to 2.90"));
        }

        switch (key)
        {
            case "dhcp-range":
                TakeRange(value, where);
                break;
            case "dhcp-host":
                TakeHost(value, where);
                break;
            case "dhcp-option" or "dhcp-option-force":
                _options.Add(OptionLine.Of(value));
                break;
            case "dhcp-leasefile":
                LeaseFile = value;
                break;
            case "conf-file":
                Include(value, where, depth);
                break;
            case "conf-dir":
                IncludeFolder(value, where, depth);
                break;
            case "dhcp-hostsfile" or "dhcp-hostsdir" or "dhcp-optsfile" or "dhcp-optsdir" or "servers-file" or "dhcp-ignore" or "dhcp-mac" or "dhcp-vendorclass" or "dhcp-userclass":
                _notes.Add(new(where, $"{key} is not followed"));
                break;
        }
    }

    private void Include(string file, string where, int depth)
    {
        if (depth == DeepestInclude)
            throw SourceFailureException.Malformed(where, $"files are included more than {DeepestInclude} deep.");
        if (_read(file) is { } text)
            ReadFile(file, text, depth + 1);
        else
            _notes.Add(new(where, $"{file} can't be read; what it says is not known"));
    }

    /// <summary><c>folder</c>, with extensions to leave out (<c>,.bak</c>) or to take alone (<c>,*.conf</c>). Hidden and half-edited names are left out.</summary>
    private void IncludeFolder(string value, string where, int depth)
    {
        var parts = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            return;
        var (only, but) = (parts.Skip(1).Where(part => part[0] == '*').Select(part => part[1..]).ToList(), parts.Skip(1).Where(part => part[0] != '*').ToList());
        foreach (var file in _list(parts[0]))
        {
            var name = Path.GetFileName(file);
            if (name.EndsWith('~') || name.StartsWith('.') || (name.StartsWith('#') && name.EndsWith('#')))
                continue;
            if ((only.Count == 0 || only.Exists(end => name.EndsWith(end, StringComparison.Ordinal))) && !but.Exists(end => name.EndsWith(end, StringComparison.Ordinal)))
                Include(file, where, depth);
        }
    }

    private void TakeRange(string value, string where)
    {
        var line = new RangeLine { Where = where };
        var addresses = new List<IpAddr>();
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("set:", StringComparison.Ordinal))
                line.Tags.Add(part[4..]);
            else if (part.StartsWith("tag:", StringComparison.Ordinal))
                line.Classes.Add(part[4..]);
            else if (IpAddr.TryParse(part, out var address, out _))
                addresses.Add(address);
            else if (TryLease(part, out var time))
                line.LeaseTime = time;
            else if (part is "static" or "proxy" || part.StartsWith("ra-", StringComparison.Ordinal) || part is "slaac" or "off-link")
                line.Modes.Add(part);
            else if (addresses.Count > 0 && addresses[0].IsV6 && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= 128)
                line.PrefixLength = length;
            else if (part.StartsWith("constructor:", StringComparison.Ordinal))
                line.Modes.Add("constructor");
        }

        if (line.Modes.Contains("constructor"))
            _notes.Add(new(where, "the prefix of this range is that of an interface, which the file does not say; it is left out"));
        else if (addresses.Count == 0)
            _notes.Add(new(where, "this range has no address that is understood; it is left out"));
        else
            TakeRange(line, addresses);
    }

    /// <summary>Of IPv4: start, end or none, mask, broadcast.</summary>
    private void TakeRange(RangeLine line, List<IpAddr> addresses)
    {
        var first = addresses[0];
        var last = addresses.Count > 1 && !IsMask(addresses[1]) ? addresses[1] : first;
        if (first.Family != last.Family || last < first)
        {
            _notes.Add(new(line.Where, "this range is reversed, or of two families; it is left out"));
            return;
        }

        line.Range = IpRange.Of(first, last);
        if (first.IsV6)
            line.Prefix = IpPrefix.Of(first, line.PrefixLength ?? 64);
        else if (addresses.Skip(1).Where(IsMask).Select(LengthOf).FirstOrDefault(-1) is var length and >= 0)
            line.Prefix = IpPrefix.Of(first, length);
        _ranges.Add(line);
    }

    private static bool IsMask(IpAddr address) => address.IsV4 && LengthOf(address) > 0;

    /// <summary>-1: its ones are not all at the front.</summary>
    private static int LengthOf(IpAddr mask)
    {
        var bits = (uint)mask.Bits;
        var length = System.Numerics.BitOperations.LeadingZeroCount(~bits);
        return length == 32 || bits << length == 0 ? length : -1;
    }

    private void TakeHost(string value, string where)
    {
        MacAddress? mac = null;
        string? client = null, name = null;
        var addresses = new List<IpAddr>();
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("id:", StringComparison.Ordinal))
                client = part[3..];
            else if (MacAddress.TryParse(part, out var read))
                mac ??= read;
            else if (IpAddr.TryParse(part.Trim('[', ']'), out var address, out _))
                addresses.Add(address);
            else if (!part.Contains(':', StringComparison.Ordinal) && part != "ignore" && !TryLease(part, out _))
                name ??= part;
        }

        _hosts.AddRange(addresses.Count == 0 ? [new ServedReservation(null, mac, client, name, where)] : addresses.Select(address => new ServedReservation(address, mac, client, name, where)));
    }

    /// <summary>Ranges of one network are pools of one subnet.</summary>
    private void Join()
    {
        foreach (var line in _ranges.Where(line => line.Prefix.IsNone))
        {
            line.Prefix = SmallestOver(line.Range);
            _notes.Add(new(line.Where, $"the range has no mask, so dnsmasq takes the interface's; {line.Prefix} stands in for it"));
        }

        Subnets =
        [
            .. _ranges.GroupBy(line => line.Prefix).Select(lines => new ServedSubnet
            {
                Prefix = lines.Key,
                Where = lines.First().Where,
                Pools = [.. lines.Where(line => line.HandsOut).Select(line => new ServedPool(line.Range, line.Where, line.Classes.Count > 0 ? string.Join(" and ", line.Classes) : null))],
                Reservations = [.. _hosts.Where(host => host.Address is { } address && lines.Key.Contains(address))],
                LeaseTime = lines.Select(line => line.LeaseTime ?? s_usualLease).Max(),
                Routers = Option(lines, "router", 3),
                DnsServers = lines.Key.Family == IpFamily.V4 ? Option(lines, "dns-server", 6) : Option(lines, "dns-server", 23),
                NtpServers = Option(lines, "ntp-server", 42),
            }),
        ];
    }

    private IReadOnlyList<IpAddr> Option(IGrouping<IpPrefix, RangeLine> lines, string name, int code)
    {
        var tags = lines.SelectMany(line => line.Tags).ToHashSet();
        // A tagged option goes before one for everybody.
        var options = _options.Where(option => option.IsV6 == (lines.Key.Family == IpFamily.V6) && (option.Name == name || option.Name == code.ToString(CultureInfo.InvariantCulture))).ToList();
        var found = options.LastOrDefault(option => option.Tags.Count > 0 && option.Tags.All(tags.Contains)) ?? options.LastOrDefault(option => option.Tags.Count == 0);
        return found?.Addresses ?? [];
    }

    private static IpPrefix SmallestOver(IpRange range)
    {
        var length = range.Family == IpFamily.V4 ? 32 : 128;
        while (!IpPrefix.Of(range.First, length).Contains(range))
            length--;
        return IpPrefix.Of(range.First, length);
    }

    private static bool TryLease(string text, out TimeSpan time)
    {
        time = TimeSpan.MaxValue;
        if (text == "infinite")
            return true;
        var unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, 'w' => 604800, >= '0' and <= '9' => 1, _ => 0 };
        if (unit == 0 || !uint.TryParse(char.IsAsciiDigit(text[^1]) ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        // A number below the least lease (two minutes) is no lease time but a prefix length.
        time = TimeSpan.FromSeconds((double)number * unit);
        return !char.IsAsciiDigit(text[^1]) || number >= 120;
    }

    private sealed class RangeLine
    {
        public required string Where { get; init; }

        public List<string> Tags { get; } = [];

        /// <summary>Clients that have these tags, and no others.</summary>
        public List<string> Classes { get; } = [];

        public List<string> Modes { get; } = [];

        public IpRange Range { get; set; }

        public IpPrefix Prefix { get; set; }

        public int? PrefixLength { get; set; }

        public TimeSpan? LeaseTime { get; set; }

        /// <summary>Not for known hosts alone, and not for router advertisements alone.</summary>
        public bool HandsOut => !Modes.Exists(mode => mode is "static" or "proxy" or "ra-only" or "ra-stateless" or "ra-names" or "slaac");
    }

    private sealed record OptionLine(string Name, bool IsV6, IReadOnlyList<string> Tags, IReadOnlyList<IpAddr> Addresses)
    {
        public static OptionLine Of(string value)
        {
            var (name, isV6, tags, addresses) = ("", false, new List<string>(), new List<IpAddr>());
            foreach (var part in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (part.StartsWith("tag:", StringComparison.Ordinal))
                    tags.Add(part[4..]);
                else if (name.Length == 0)
                    (name, isV6) = part.StartsWith("option6:", StringComparison.Ordinal) ? (part[8..], true) : (part.StartsWith("option:", StringComparison.Ordinal) ? part[7..] : part, false);
                else if (IpAddr.TryParse(part.Trim('[', ']'), out var address, out _))
                    addresses.Add(address);
            }

            return new(name, isV6, tags, addresses);
        }
    }
}
