using System.Globalization;
using System.Numerics;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.IscDhcp;

/// <summary>The configuration of ISC dhcpd (dhcpd.conf(5)). Expressions are never evaluated: what depends on one is noted.</summary>
/// <param name="open">The text of an included file; null where it can't be read.</param>
internal sealed class IscConfigurationParser(Func<string, string?> open)
{
    private const int DeepestNesting = 64;
    private const int MostFiles = 1000;

    private readonly List<ObservationNote> _notes = [];
    private readonly List<Subnet> _subnets = [];
    private readonly List<(ServedReservation Reservation, IpAddr? Address)> _hosts = [];
    private readonly Dictionary<string, string> _partners = new(StringComparer.Ordinal);
    private string? _leaseFile;
    private int _known;
    private int _files;

    /// <exception cref="SourceFailureException">It is no configuration of dhcpd.</exception>
    public IscConfiguration Parse(string text, string file)
    {
        Run(text, file, new Scope(), 0);
        if (_known == 0 && _notes.Count > 0)
            throw SourceFailureException.Malformed(_notes[0].Where, "this is no configuration of dhcpd: none of its statements stands in it.", "Name dhcpd.conf.");
        var subnets = _subnets.Select(each => each.ToServed(_partners)).ToList();
        foreach (var (reservation, address) in _hosts)
        {
            var at = address is { } known ? subnets.FindIndex(subnet => subnet.Prefix.Contains(known)) : -1;
            if (at < 0)
                _notes.Add(new(reservation.Where, address is null ? $"The host {reservation.HostName} has no fixed address: it belongs to no subnet and is left out." : $"The fixed address {address} lies in no subnet: it is left out."));
            else
                subnets[at] = subnets[at] with { Reservations = [.. subnets[at].Reservations, reservation] };
        }

        return new(subnets, _notes, _leaseFile);
    }

    private void Run(string text, string file, Scope scope, int depth)
    {
        _files++;
        var reader = new Statements(IscToken.All(text, file), file);
        Block(reader, scope, depth, false);
    }

    private void Block(Statements from, Scope scope, int depth, bool isInner)
    {
        if (depth > DeepestNesting)
            throw SourceFailureException.Malformed($"{from.File}:{from.Line}", $"blocks and includes lie more than {DeepestNesting} deep.");
        while (!from.IsAtEnd)
        {
            if (from.Current.Is('}'))
            {
                from.Step();
                if (isInner)
                    return;
                throw SourceFailureException.Malformed($"{from.File}:{from.Line}", "a closing brace closes nothing.", "dhcpd -t -cf FILE names the place.");
            }

            var words = from.Head(out var opensBlock);
            if (words.Count > 0 || opensBlock)
                Statement(from, words, opensBlock, scope, depth);
        }

        if (isInner)
            throw SourceFailureException.Malformed($"{from.File}:{from.Line}", "the file ends inside a block.", "dhcpd -t -cf FILE names the place.");
    }

    private void Statement(Statements from, List<IscToken> words, bool opensBlock, Scope scope, int depth)
    {
        var where = $"{from.File}:{(words.Count > 0 ? words[0].Line : from.Line)}";
        var key = words.Count > 0 && !words[0].IsQuoted ? words[0].Text.ToLowerInvariant() : "";
        if (opensBlock)
        {
            Opened(from, key, words, where, scope, depth);
            return;
        }

        switch (key)
        {
            case "include" when words.Count == 2:
                _known++;
                if (_files >= MostFiles)
                    Note(where, $"More than {MostFiles} files are included: {words[1].Text} is not followed.");
                else if (open(words[1].Text) is { } text)
                    Run(text, words[1].Text, scope, depth + 1);
                else
                    Note(where, $"The included file {words[1].Text} can't be read: what stands in it is missing here.");
                break;
            case "range" or "range6":
                _known++;
                Range(words, where, scope);
                break;
            case "default-lease-time" or "max-lease-time" or "min-lease-time":
                _known++;
                if (words.Count != 2 || !uint.TryParse(words[1].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                    Note(where, $"{key} is no number of seconds.");
                else if (key[0] == 'd')
                    scope.LeaseTime = TimeSpan.FromSeconds(seconds);
                break;
            case "option":
                _known++;
                Option(words, where, scope);
                break;
            case "failover" when words.Count >= 3:
                // failover peer "NAME"; inside a pool
                _known++;
                scope.Peer = words[^1].Text;
                break;
            case "allow" or "deny" or "permit" or "ignore":
                _known++;
                Permit(key, words, where, scope);
                break;
            case "lease-file-name" or "dhcpv6-lease-file-name" when words.Count == 2:
                _known++;
                _leaseFile = words[1].Text;
                break;
            case "hardware" when words.Count == 3 && scope.Host is { } host:
                if (words[1].Is("ethernet") && TryMac(words[2].Text, out var mac))
                    host.Mac = mac;
                else
                    Note(where, $"The hardware address {words[2].Text} is no Ethernet address.");
                break;
            case "fixed-address" or "fixed-address6" when scope.Host is { } host:
                foreach (var word in words.Skip(1).Where(each => !each.Is(',')))
                {
                    if (IpAddr.TryParse(word.Text, out var address, out _))
                        host.Addresses.Add((address, $"{from.File}:{word.Line}"));
                    else
                        Note(where, $"The fixed address {word.Text} is a name: it is not looked up, and left out.");
                }

                break;
            case "host-identifier" or "dhcp-client-identifier" or "uid" when scope.Host is { } host:
                host.Client = string.Join(' ', words.Skip(1).Select(each => each.Text));
                break;
            case "authoritative" or "not" or "ddns-update-style" or "ddns-updates" or "log-facility" or "server-name" or "filename" or "next-server"
                or "server-identifier" or "update-static-leases" or "use-host-decl-names" or "one-lease-per-client" or "ping-check" or "ping-timeout"
                or "update-conflict-detection" or "ddns-domainname" or "ddns-rev-domainname" or "ddns-hostname" or "pid-file-name" or "omapi-port"
                or "get-lease-hostnames" or "boot-unknown-clients" or "preferred-lifetime" or "local-port" or "always-broadcast" or "interface"
                or "subclass" or "adaptive-lease-time-threshold" or "abandon-lease-time" or "limited-broadcast-address" or "do-forward-updates":
                _known++;
                break;
            default:
                Note(where, $"The statement '{(key.Length > 0 ? key : words[0].Text)}' is not understood.");
                break;
        }
    }

    private void Opened(Statements from, string key, List<IscToken> words, string where, Scope scope, int depth)
    {
        switch (key)
        {
            case "subnet" or "subnet6":
                _known++;
                if (!TryPrefix(words, out var prefix))
                {
                    Note(where, "This subnet has no address and mask that make a prefix: it is left out.");
                    from.SkipBlock();
                    return;
                }

                var subnet = new Subnet(prefix, where, scope.SharedNetwork);
                _subnets.Add(subnet);
                var inner = scope.Inner();
                (inner.Subnet, inner.Pool) = (subnet, null);
                Block(from, inner, depth + 1, true);
                subnet.Close(inner);
                return;
            case "shared-network":
                _known++;
                var network = scope.Inner();
                network.SharedNetwork = words.Count > 1 ? words[1].Text : null;
                Block(from, network, depth + 1, true);
                return;
            case "pool" or "pool6":
                _known++;
                var pool = scope.Inner();
                pool.Pool = new();
                Block(from, pool, depth + 1, true);
                ClosePool(pool, where);
                return;
            case "group":
                _known++;
                Block(from, scope.Inner(), depth + 1, true);
                return;
            case "host":
                _known++;
                var host = scope.Inner();
                host.Host = new();
                Block(from, host, depth + 1, true);
                CloseHost(host.Host, words.Count > 1 ? words[1].Text : null, where);
                return;
            case "failover":
                _known++;
                Partner(from, words, where);
                return;
            case "class" or "subclass":
                _known++;
                from.SkipBlock();
                return;
            case "key" or "zone":
                // Keys of dynamic DNS: secrets, and nothing about addresses.
                _known++;
                from.SkipBlock();
                return;
            case "if" or "elsif" or "else" or "switch" or "on":
                _known++;
                Note(where, $"What stands behind '{key}' depends on the client and is not followed.");
                from.SkipBlock();
                return;
            default:
                Note(where, $"The block '{(words.Count > 0 ? words[0].Text : "{")}' is not understood, and left out.");
                from.SkipBlock();
                return;
        }
    }

    private void Range(List<IscToken> words, string where, Scope scope)
    {
        var values = words.Skip(1).Where(each => !each.Is("dynamic-bootp") && !each.Is("temporary")).ToList();
        IpRange range;
        if (values.Count == 1 && values[0].Text.Contains('/', StringComparison.Ordinal) && TryPrefix(values[0].Text, out var prefix))
        {
            range = prefix.Range;
        }
        else if (values.Count is 1 or 2 && IpAddr.TryParse(values[0].Text, out var first, out _) && IpAddr.TryParse(values[^1].Text, out var last, out _) && first.Family == last.Family)
        {
            // dhcpd takes the two in either order.
            range = first <= last ? IpRange.Of(first, last) : IpRange.Of(last, first);
        }
        else
        {
            Note(where, $"The range {string.Join(' ', values.Select(each => each.Text))} is no one or two addresses: it is left out.");
            return;
        }

        if (scope.Pool is { } pool)
            pool.Ranges.Add((range, where));
        else if (scope.Subnet is { } subnet)
            Place(new(range, where), subnet);
        else
            Note(where, "This range stands outside of a subnet: it is left out.");
    }

    private void ClosePool(Scope scope, string where)
    {
        var rule = scope.Pool!.Rules.Count > 0 ? string.Join("; ", scope.Pool.Rules) : null;
        foreach (var (range, at) in scope.Pool.Ranges)
        {
            // A pool of a shared network stands beside its subnets.
            if ((scope.Subnet ?? _subnets.Find(each => each.Prefix.Contains(range) && each.SharedNetwork == scope.SharedNetwork)) is { } subnet)
                Place(new(range, at, rule), subnet, scope.Peer);
            else
                Note(at, $"The range {range} of the pool at {where} lies in no subnet above it: it is left out.");
        }
    }

    private void Place(ServedPool pool, Subnet subnet, string? peer = null)
    {
        if (!subnet.Prefix.Contains(pool.Range))
        {
            Note(pool.Where, $"The range {pool.Range} does not lie in {subnet.Prefix}: it is left out.");
            return;
        }

        subnet.Pools.Add(pool);
        subnet.Peer ??= peer;
    }

    private void CloseHost(Host host, string? name, string where)
    {
        if (host.Addresses.Count == 0)
            _hosts.Add((new(null, host.Mac, host.Client, name, where), null));
        foreach (var (address, at) in host.Addresses)
            _hosts.Add((new(address, host.Mac, host.Client, name, at), address));
    }

    private void Permit(string key, List<IscToken> words, string where, Scope scope)
    {
        var rule = $"{key} {string.Join(' ', words.Skip(1).Select(each => each.IsQuoted ? $"\"{each.Text}\"" : each.Text))}";
        if (scope.Pool is { } pool)
            pool.Rules.Add(rule);
        else if (scope.Subnet is not null && (words.Exists(each => each.Is("booting")) || words.Exists(each => each.Is("unknown-clients"))))
            Note(where, $"'{rule}' limits who is served here; it is not followed.");
    }

    private void Option(List<IscToken> words, string where, Scope scope)
    {
        if (words.Count < 3 || words[1].Text.ToLowerInvariant() is not (("routers" or "domain-name-servers" or "ntp-servers" or "dhcp6.name-servers" or "dhcp6.sntp-servers" or "dhcp-client-identifier" or "dhcp6.client-id") and var name))
            return;
        if (name is "dhcp-client-identifier" or "dhcp6.client-id")
        {
            if (scope.Host is { } host)
                host.Client = string.Join(' ', words.Skip(2).Select(each => each.Text));
            return;
        }

        var addresses = new List<IpAddr>();
        foreach (var word in words.Skip(2).Where(each => !each.Is(',') && !each.Is("=")))
        {
            if (IpAddr.TryParse(word.Text, out var address, out _))
                addresses.Add(address);
            else
                Note(where, $"'{word.Text}' in option {name} is no address: it is left out.");
        }

        switch (name)
        {
            case "routers":
                scope.Routers = addresses;
                break;
            case "domain-name-servers" or "dhcp6.name-servers":
                scope.DnsServers = addresses;
                break;
            case "ntp-servers" or "dhcp6.sntp-servers":
                scope.NtpServers = addresses;
                break;
        }
    }

    /// <summary><c>failover peer "NAME" { primary; peer address ADDRESS; … }</c>.</summary>
    private void Partner(Statements from, List<IscToken> words, string where)
    {
        string? address = null, role = null;
        while (!from.IsAtEnd && !from.Current.Is('}'))
        {
            var inner = from.Head(out var opensBlock);
            if (opensBlock)
                from.SkipBlock();
            else if (inner.Count == 3 && inner[0].Is("peer") && inner[1].Is("address"))
                address = inner[2].Text;
            else if (inner.Count == 1 && (inner[0].Is("primary") || inner[0].Is("secondary")))
                role = inner[0].Text;
        }

        if (from.IsAtEnd)
            throw SourceFailureException.Malformed(where, "the file ends inside this block.", "dhcpd -t -cf FILE names the place.");
        from.Step();
        if (address is null)
            Note(where, "This failover peer has no peer address.");
        var name = words.Count > 2 ? words[2].Text : "";
        _partners[name] = role is null ? address ?? name : $"{address ?? name} (here: {role})";
    }

    private void Note(string where, string message) => _notes.Add(new(where, message));

    private static bool TryPrefix(List<IscToken> words, out IpPrefix prefix)
    {
        prefix = default;
        if (words.Count == 2)
            return TryPrefix(words[1].Text, out prefix);
        if (words.Count != 4 || !words[2].Is("netmask") || !IpAddr.TryParse(words[1].Text, out var network, out _) || !IpAddr.TryParse(words[3].Text, out var mask, out _) || !network.IsV4 || !mask.IsV4)
            return false;
        var bits = (uint)mask.Bits;
        var length = BitOperations.LeadingZeroCount(~bits);
        if (length < 32 && bits << length != 0)
            return false;
        prefix = IpPrefix.Of(network, length);
        return true;
    }

    private static bool TryPrefix(string text, out IpPrefix prefix)
    {
        prefix = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IpAddr.TryParse(text.AsSpan(0, slash), out var address, out _) || !byte.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > (address.IsV4 ? 32 : 128))
            return false;
        prefix = IpPrefix.Of(address, length);
        return true;
    }

    /// <summary>dhcpd takes octets of one digit too.</summary>
    private static bool TryMac(string text, out MacAddress mac) =>
        MacAddress.TryParse(string.Join(':', text.Split(':').Select(octet => octet.PadLeft(2, '0'))), out mac);

    private sealed class Statements(List<IscToken> tokens, string file)
    {
        private int _at;

        public string File => file;

        public bool IsAtEnd => _at >= tokens.Count;

        public IscToken Current => tokens[_at];

        public int Line => tokens.Count == 0 ? 1 : tokens[Math.Min(_at, tokens.Count - 1)].Line;

        public void Step() => _at++;

        /// <summary>Up to the semicolon or the opening brace, which are stepped over.</summary>
        public List<IscToken> Head(out bool opensBlock)
        {
            var words = new List<IscToken>();
            opensBlock = false;
            while (!IsAtEnd && !Current.Is(';') && !Current.Is('{'))
            {
                if (Current.Is('}'))
                    throw SourceFailureException.Malformed($"{file}:{Current.Line}", "a semicolon is missing before this brace.", "dhcpd -t -cf FILE names the place.");
                words.Add(Current);
                Step();
            }

            if (IsAtEnd)
                throw SourceFailureException.Malformed($"{file}:{Line}", "the file ends inside a statement.", "dhcpd -t -cf FILE names the place.");
            opensBlock = Current.Is('{');
            Step();
            return words;
        }

        public void SkipBlock()
        {
            for (var depth = 1; depth > 0; Step())
            {
                if (IsAtEnd)
                    throw SourceFailureException.Malformed($"{file}:{Line}", "the file ends inside a block.", "dhcpd -t -cf FILE names the place.");
                depth += Current.Is('{') ? 1 : Current.Is('}') ? -1 : 0;
            }
        }
    }

    private sealed class Host
    {
        public MacAddress? Mac { get; set; }

        public string? Client { get; set; }

        public List<(IpAddr Address, string Where)> Addresses { get; } = [];
    }

    private sealed class Pool
    {
        public List<(IpRange Range, string Where)> Ranges { get; } = [];

        public List<string> Rules { get; } = [];
    }

    /// <summary>What holds inside one block; values of the blocks around it are read at the end, for dhcpd does not mind the order.</summary>
    private sealed class Scope(Scope? outer = null)
    {
        private TimeSpan? _leaseTime;
        private IReadOnlyList<IpAddr>? _routers;
        private IReadOnlyList<IpAddr>? _dnsServers;
        private IReadOnlyList<IpAddr>? _ntpServers;

        public TimeSpan? LeaseTime { get => _leaseTime ?? outer?.LeaseTime; set => _leaseTime = value; }

        public IReadOnlyList<IpAddr>? Routers { get => _routers ?? outer?.Routers; set => _routers = value; }

        public IReadOnlyList<IpAddr>? DnsServers { get => _dnsServers ?? outer?.DnsServers; set => _dnsServers = value; }

        public IReadOnlyList<IpAddr>? NtpServers { get => _ntpServers ?? outer?.NtpServers; set => _ntpServers = value; }

        public string? SharedNetwork { get; set; } = outer?.SharedNetwork;

        public string? Peer { get; set; } = outer?.Peer;

        public Subnet? Subnet { get; set; } = outer?.Subnet;

        public Pool? Pool { get; set; } = outer?.Pool;

        public Host? Host { get; set; } = outer?.Host;

        public Scope Inner() => new(this);
    }

    private sealed class Subnet(IpPrefix prefix, string where, string? sharedNetwork)
    {
        private Scope? _scope;

        public IpPrefix Prefix => prefix;

        public string? SharedNetwork => sharedNetwork;

        public List<ServedPool> Pools { get; } = [];

        public string? Peer { get; set; }

        public void Close(Scope scope) => _scope = scope;

        public ServedSubnet ToServed(Dictionary<string, string> partners) => new()
        {
            Prefix = prefix,
            Where = where,
            SharedNetwork = sharedNetwork,
            Pools = Pools,
            LeaseTime = _scope?.LeaseTime,
            Routers = _scope?.Routers ?? [],
            DnsServers = _scope?.DnsServers ?? [],
            NtpServers = _scope?.NtpServers ?? [],
            Partner = (Peer ?? _scope?.Peer) is { } peer ? partners.GetValueOrDefault(peer, peer) : null,
        };
    }
}
