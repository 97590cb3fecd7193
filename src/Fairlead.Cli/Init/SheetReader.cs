using System.Globalization;
using Fairlead.Connectors.Csv;
using Fairlead.Core.Addressing;
using Fairlead.Core.Importing;

namespace Fairlead.Cli.Init;

/// <summary>
/// Makes a first site of a sheet's rows. A row with a subnet is a segment; a row without one belongs to the segment above it, as merged cells do,
/// until a blank row. A row that is not understood in full is left out in full, and so is what hangs on it.
/// </summary>
internal sealed class SheetReader(SiteDraft draft, Sheet sheet)
{
    private static readonly SheetField[] OfSegments =
    [
        SheetField.Name, SheetField.PortGroup, SheetField.Vlan, SheetField.Mask, SheetField.Gateway, SheetField.Dns, SheetField.DhcpStart, SheetField.DhcpEnd,
        SheetField.DhcpRange, SheetField.DhcpServer, SheetField.LeaseTime, SheetField.Exclude, SheetField.Reserved,
    ];

    private static readonly SheetField[] OfClusters = [SheetField.Cluster, SheetField.ControlPlaneIP, SheetField.LoadBalancer];

    private readonly Dictionary<string, Located> _segments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Located> _byPrefix = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ClusterDraft Cluster, string Written)> _clusters = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hosts = new(StringComparer.Ordinal);

    private Located? _above;
    private int _leftOutAbove;
    private ClusterDraft? _clusterAbove;

    /// <summary>Rows that hold something in the columns used.</summary>
    public int Rows { get; private set; }

    public void Read(CancellationToken ct)
    {
        foreach (var row in sheet.Rows())
        {
            ct.ThrowIfCancellationRequested();
            if (row.IsBlank)
                (_above, _leftOutAbove, _clusterAbove) = (null, 0, null);
            else if (sheet.OtherDelimiter(row) is { } other)
                LeaveOut(row, $"its cells seem to be separated by {other}, those of the sheet by {sheet.DelimiterName}", isSegment: true);
            else if (row.IsUsed)
                ReadRow(row);
        }
    }

    private void ReadRow(SheetRow row)
    {
        Rows++;
        var isSegment = row.HasAny(SheetField.Subnet);
        try
        {
            var infrastructure = new Infrastructure(row);
            RefuseSecond(draft.VCenterHost, infrastructure.VCenterHost);
            RefuseSecond(draft.VCenterAddress, infrastructure.VCenterAddress?.ToString());
            if (isSegment || row.HasAny(OfSegments) || row.HasAny(OfClusters))
                ReadNetwork(row, isSegment);
            Add(infrastructure, row);
        }
        catch (SheetCellException exception)
        {
            LeaveOut(row, exception.Message, isSegment || row.HasAny(SheetField.Name, SheetField.PortGroup, SheetField.Vlan));
        }
    }

    private void LeaveOut(SheetRow row, string why, bool isSegment)
    {
        draft.LeftOut.Add(row.LeftOut(why));
        _clusterAbove = null;
        if (isSegment)
            (_above, _leftOutAbove) = (null, row.Number);
    }

    /// <summary>Everything is parsed before anything is kept.</summary>
    private void ReadNetwork(SheetRow row, bool isSegment)
    {
        var details = new Details(row);
        if (isSegment)
        {
            var prefix = SheetCells.Prefix(row.One(SheetField.Subnet), row.One(SheetField.Mask));
            var known = _byPrefix.GetValueOrDefault(prefix.ToString());
            if (known is not null)
                RefuseContradictions(known, details, row);
            else
                known = MergedFamily(prefix, details);
            RefuseStrayExclusions(known, details);
            var clusters = ReadClusters(row, known);
            known ??= NewSegment(row, details);
            if (_byPrefix.TryAdd(prefix.ToString(), known))
                known.Segment.Prefixes.Add(new(prefix.ToString(), row.From));
            Keep(known.Segment, details, row);
            (_above, _leftOutAbove, _clusterAbove) = (known, 0, null);
            Keep(clusters, known.Segment);
            return;
        }

        if (_above is null)
            throw new SheetCellException(_leftOutAbove > 0 ? Line($"it has no subnet of its own, and row {_leftOutAbove} above it was left out") : "it has no subnet, and no row with one stands above it");
        RefuseContradictions(_above, details, row);
        RefuseStrayExclusions(_above, details);
        var more = ReadClusters(row, _above);
        Keep(_above.Segment, details, row);
        Keep(more, _above.Segment);
    }

    /// <summary>The same name and VLAN with a prefix of the other family: a dual-stack segment in two rows.</summary>
    private Located? MergedFamily(IpPrefix prefix, Details details) =>
        details.Name is { } name && DnsLabel.Of(name) is { } label && _segments.TryGetValue(label, out var known) && known.WrittenName == name
        && known.Segment.Prefixes.All(own => IpPrefix.Parse(own.Text).Family != prefix.Family) && known.Segment.Vlan?.Text == details.Vlan ? known : null;

    private static void RefuseContradictions(Located known, Details details, SheetRow row)
    {
        var segment = known.Segment;
        if (details.Name is not null && details.Name != known.WrittenName)
            throw new SheetCellException(row.HasAny(SheetField.Subnet) ? Line($"its subnet is already that of row {known.Row} ('{known.WrittenName}')") : $"it has a name ('{details.Name}') and no subnet");
        if (details.Vlan is not null && segment.Vlan is not null && details.Vlan != segment.Vlan.Text)
            throw new SheetCellException(Line($"its VLAN {details.Vlan} is not the {segment.Vlan.Text} of row {known.Row}"));
        if (details.Gateway is { } gateway && segment.Gateways.FirstOrDefault(own => IpAddr.Parse(own.Text).Family == gateway.Family) is { } other && other.Text != gateway.ToString())
            throw new SheetCellException(Line($"its gateway {gateway} is not the {other.Text} of row {known.Row}"));
    }

    private static void RefuseStrayExclusions(Located? known, Details details)
    {
        var scopes = details.Scopes.Concat(known?.Segment.Scopes.Select(scope => IpRange.Parse(scope.Text)) ?? []).ToList();
        if (details.Excluded.Select(range => (IpRange?)range).FirstOrDefault(range => !scopes.Exists(scope => scope.Contains(range!.Value))) is { } stray)
            throw new SheetCellException($"it excludes {stray} from DHCP, which {(scopes.Count == 0 ? "has no range here" : $"hands out {string.Join(", ", scopes)}")}");
    }

    private Located NewSegment(SheetRow row, Details details)
    {
        var written = details.Name ?? (details.Vlan is null ? Line($"segment-{row.Number}") : $"vlan-{details.Vlan}");
        var label = DnsLabel.Of(written) ?? Line($"segment-{row.Number}");
        var from = label == written && details.Name is not null ? row.From : $"{row.From}{(details.Name is null ? ", which has no name" : $", written as '{written}'")}";
        if (_segments.TryGetValue(label, out var other))
        {
            var unique = details.Vlan is { } vlan && other.Segment.Vlan?.Text != vlan ? Fit(label, $"-vlan{vlan}") : label;
            for (var number = 2; _segments.ContainsKey(unique); number++)
                unique = Fit(label, Line($"-{number}"));
            (label, from) = (unique, $"{from}; row {other.Row} has that name too");
        }

        var located = new Located(new SegmentDraft { Name = new(label, from), Description = details.Description }, row.Number, written);
        _segments.Add(label, located);
        draft.Segments.Add(located.Segment);
        return located;
    }

    private static string Fit(string label, string suffix)
    {
        const int Longest = 63;
        return label[..Math.Min(label.Length, Longest - suffix.Length)] + suffix;
    }

    private static void Keep(SegmentDraft segment, Details details, SheetRow row)
    {
        Drafted From(object value) => new(value.ToString()!, row.From);
        if (details.PortGroup is not null)
            segment.VsphereNetwork ??= From(details.PortGroup);
        if (details.Vlan is not null)
            segment.Vlan ??= From(details.Vlan);
        if (details.Gateway is { } gateway && segment.Gateways.All(own => own.Text != gateway.ToString()))
            segment.Gateways.Add(From(gateway));
        AddNew(segment.DnsServers, details.Dns.Select(server => From(server)));
        AddNew(segment.DhcpServers, details.DhcpServers.Select(server => From(server)));
        AddNew(segment.Scopes, details.Scopes.Select(scope => From(scope)));
        AddNew(segment.Excluded, details.Excluded.Select(range => From(range)));
        AddNew(segment.Reserved, details.Reserved.Select(range => From(range)));
        if (details.LeaseTime is not null)
            segment.LeaseTime ??= From(details.LeaseTime);
        if (details.IsDhcp is { } isDhcp)
            segment.Addressing = new(isDhcp ? "dhcp" : "static", row.From);
        else if (segment.Addressing.From is null)
            segment.Addressing = segment.Scopes.Count > 0 ? new("dhcp", row.From) : new("dhcp", "the sheet does not say; dhcp or static");
    }

    private static void AddNew(List<Drafted> to, IEnumerable<Drafted> values) => to.AddRange(values.Where(value => to.All(known => known.Text != value.Text)));

    private List<ClusterCells> ReadClusters(SheetRow row, Located? segment)
    {
        var ips = row.All(SheetField.ControlPlaneIP).SelectMany(SheetCells.Addresses).ToList();
        var ranges = row.All(SheetField.LoadBalancer).SelectMany(SheetCells.Ranges).Select(range => new Drafted(range.ToString(), row.From)).ToList();
        var names = SheetCells.Names(row.One(SheetField.Cluster));
        if (names.Length == 0 && ips.Count + ranges.Count == 0)
            return [];
        if (names.Length == 0)
        {
            if (ips.Count == 0 && _clusterAbove is not null && _clusterAbove.Segment == segment?.Segment && !row.HasAny(SheetField.Subnet))
                return [new(_clusterAbove.Name.Text, "", [], ranges, row)];
            if (sheet.Columns.Has(SheetField.Cluster))
                throw new SheetCellException("it has cluster addresses and no cluster name");
            names = [segment?.WrittenName ?? NameOf(row) ?? throw new SheetCellException("it has cluster addresses, and neither a cluster nor a segment has a name")];
        }

        if (names.Length > 1 && (ranges.Count > 0 || (ips.Count > 0 && ips.Count != names.Length)))
            throw new SheetCellException($"it has {names.Length} clusters, and it is not clear which address belongs to which: give each a row");
        return [.. names.Select((name, i) => Check(new(LabelOf(name), name, [.. (names.Length > 1 ? ips.Skip(i).Take(1) : ips).Select(ip => new Drafted(ip.ToString(), row.From))], ranges, row), segment))];
    }

    private ClusterCells Check(ClusterCells cells, Located? segment)
    {
        if (cells.Ips.Select(ip => IpAddr.Parse(ip.Text).Family).Distinct().Count() != cells.Ips.Count)
            throw new SheetCellException($"cluster {cells.Label} has {cells.Ips.Count} control plane IPs of one family");
        if (!_clusters.TryGetValue(cells.Label, out var known))
            return cells;
        if (known.Written != cells.Written)
            throw new SheetCellException($"the clusters '{known.Written}' and '{cells.Written}' would have one name, {cells.Label}");
        if (known.Cluster.Segment != segment?.Segment)
            throw new SheetCellException($"cluster {cells.Label} is already on segment {known.Cluster.Segment.Name.Text} ({known.Cluster.Name.From})");
        foreach (var ip in cells.Ips)
        {
            if (known.Cluster.ControlPlaneIps.FirstOrDefault(own => IpAddr.Parse(own.Text).Family == IpAddr.Parse(ip.Text).Family) is { } other && other.Text != ip.Text)
                throw new SheetCellException($"cluster {cells.Label} already has the control plane IP {other.Text} ({other.From})");
        }

        return cells;
    }

    private void Keep(List<ClusterCells> clusters, SegmentDraft segment)
    {
        foreach (var cells in clusters)
        {
            if (!_clusters.TryGetValue(cells.Label, out var known))
            {
                var from = cells.Label == cells.Written ? cells.Row.From : $"{cells.Row.From}, written as '{cells.Written}'";
                known = (new ClusterDraft { Name = new(cells.Label, from), Segment = segment }, cells.Written);
                _clusters.Add(cells.Label, known);
                draft.Clusters.Add(known.Cluster);
            }

            AddNew(known.Cluster.ControlPlaneIps, cells.Ips);
            AddNew(known.Cluster.LoadBalancer, cells.LoadBalancer);
            _clusterAbove = clusters.Count == 1 ? known.Cluster : null;
        }
    }

    private void Add(Infrastructure infrastructure, SheetRow row)
    {
        foreach (var host in infrastructure.Hosts)
        {
            if (_hosts.Add(host.ToString()))
                draft.Hosts.Add(new(host.ToString(), infrastructure.HostName is { } name ? $"{row.From}, {name}" : row.From));
        }

        AddNew(draft.NtpServers, infrastructure.NtpServers.Select(server => new Drafted(server.ToString(), row.From)));
        if (infrastructure.VCenterHost is { } vCenter)
            draft.VCenterHost ??= new(vCenter, row.From);
        if (infrastructure.VCenterAddress is { } address)
            draft.VCenterAddress ??= new(address.ToString(), row.From);
    }

    private static void RefuseSecond(Drafted? known, string? value)
    {
        if (known is not null && value is not null && known.Text != value)
            throw new SheetCellException($"its vCenter {value} is not the {known.Text} of {known.From}: a site has one");
    }

    private static string LabelOf(string name) => DnsLabel.Of(name) ?? throw new SheetCellException($"the cluster name '{name}' holds no letter or digit of a name");

    private static string? NameOf(SheetRow row) => row.One(SheetField.Name) is { Length: > 0 } name ? name : row.One(SheetField.PortGroup) is { Length: > 0 } portGroup ? portGroup : null;

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Located(SegmentDraft Segment, int Row, string WrittenName);

    private sealed record ClusterCells(string Label, string Written, IReadOnlyList<Drafted> Ips, IReadOnlyList<Drafted> LoadBalancer, SheetRow Row);

    /// <summary>What a row says about a segment, parsed in full.</summary>
    private sealed class Details
    {
        public Details(SheetRow row)
        {
            Name = NameOf(row);
            PortGroup = row.One(SheetField.PortGroup) is { Length: > 0 } group ? group : null;
            Description = row.All(SheetField.Description).FirstOrDefault();
            Vlan = row.One(SheetField.Vlan) is { Length: > 0 } vlan ? SheetCells.Vlan(vlan).ToString(CultureInfo.InvariantCulture) : null;
            Gateway = row.One(SheetField.Gateway) is { Length: > 0 } gateway ? SheetCells.Address(gateway) : null;
            Dns = [.. row.All(SheetField.Dns).SelectMany(SheetCells.Addresses)];
            DhcpServers = [.. row.All(SheetField.DhcpServer).SelectMany(SheetCells.Addresses)];
            LeaseTime = row.One(SheetField.LeaseTime) is { Length: > 0 } lease ? SheetCells.LeaseTime(lease) : null;
            Excluded = [.. row.All(SheetField.Exclude).SelectMany(SheetCells.Ranges)];
            Reserved = [.. row.All(SheetField.Reserved).SelectMany(SheetCells.Ranges)];
            Scopes = [];
            ReadScopes(row);
            if (IsDhcp == false && Scopes.Count > 0)
                throw new SheetCellException("it says both that there is no DHCP and what DHCP hands out");
        }

        public string? Name { get; }

        public string? PortGroup { get; }

        public string? Description { get; }

        public string? Vlan { get; }

        public IpAddr? Gateway { get; }

        public IReadOnlyList<IpAddr> Dns { get; }

        public IReadOnlyList<IpAddr> DhcpServers { get; }

        public string? LeaseTime { get; }

        public IReadOnlyList<IpRange> Excluded { get; }

        public IReadOnlyList<IpRange> Reserved { get; }

        public List<IpRange> Scopes { get; }

        /// <summary>Null: the row does not say.</summary>
        public bool? IsDhcp { get; private set; }

        private void ReadScopes(SheetRow row)
        {
            foreach (var cell in row.All(SheetField.DhcpRange))
            {
                if (SheetCells.YesOrNo(cell) is { } isDhcp)
                    IsDhcp = isDhcp;
                else
                    Scopes.AddRange(SheetCells.Ranges(cell));
            }

            var (start, end) = (row.One(SheetField.DhcpStart), row.One(SheetField.DhcpEnd));
            if (start.Length > 0 != end.Length > 0)
                throw new SheetCellException($"its DHCP range has {(start.Length > 0 ? "a start and no end" : "an end and no start")}");
            if (start.Length > 0)
            {
                SheetCells.Address(start);
                Scopes.Add(SheetCells.Range(start, end));
            }
        }
    }

    /// <summary>What a row says about hosts that belong to no cluster.</summary>
    private sealed class Infrastructure
    {
        public Infrastructure(SheetRow row)
        {
            var address = row.One(SheetField.Address);
            var isAddressTaken = false;
            foreach (var cell in row.All(SheetField.Esxi))
            {
                if (!IsName(cell))
                {
                    Hosts.AddRange(SheetCells.Ranges(cell));
                    continue;
                }

                if (address.Length == 0)
                    throw new SheetCellException($"'{cell}' is the name of a host; the site file takes its address (a column 'IP' beside it will do)");
                Hosts.AddRange(SheetCells.Ranges(address));
                (HostName, isAddressTaken) = (cell, true);
            }

            NtpServers = [.. row.All(SheetField.Ntp).SelectMany(SheetCells.Addresses)];
            foreach (var word in SheetCells.Words(row.One(SheetField.VCenter)).Select(word => word.Trim('(', ')')))
            {
                if (IsName(word))
                    VCenterHost = word;
                else
                    VCenterAddress = SheetCells.Address(word);
            }

            if (VCenterHost is not null && VCenterAddress is null && address.Length > 0 && !isAddressTaken)
                VCenterAddress = SheetCells.Address(address);
        }

        public List<IpRange> Hosts { get; } = [];

        public string? HostName { get; }

        public IReadOnlyList<IpAddr> NtpServers { get; }

        public string? VCenterHost { get; }

        public IpAddr? VCenterAddress { get; }

        /// <summary>A host name, as opposed to an address that something is wrong with.</summary>
        private static bool IsName(string text) =>
            char.IsAsciiLetter(text[0]) && !text.Contains(':', StringComparison.Ordinal) && text.AsSpan().IndexOfAny(" \t\n") < 0;
    }
}
