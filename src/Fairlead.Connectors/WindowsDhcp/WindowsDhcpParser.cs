using System.Globalization;
using System.Numerics;
using System.Xml;
using System.Xml.Linq;
using Fairlead.Connectors.Leases;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.WindowsDhcp;

/// <summary>
/// The XML that <c>Export-DhcpServer -Leases</c> writes. Element names of scopes, ranges, policies and options are from
/// samples in public repositories; those of leases, IPv6 scopes and failover are unconfirmed. No real Windows server was there to judge any of it.
/// </summary>
internal static class WindowsDhcpParser
{
    /// <exception cref="SourceFailureException">It is no such export.</exception>
    public static WindowsDhcpExport Parse(Stream stream, string name)
    {
        XElement root;
        try
        {
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersFromEntities = 1 });
            root = XElement.Load(reader, LoadOptions.SetLineInfo);
        }
        catch (XmlException exception)
        {
            throw SourceFailureException.Malformed($"{name}:{exception.LineNumber}", $"this is no XML that can be read ({exception.Message})", "Write it anew with Export-DhcpServer -Leases -File FILE.");
        }

        if (root.Name.LocalName != "DHCPServer" && !root.Descendants().Any(each => each.Name.LocalName is "IPv4" or "IPv6"))
            throw SourceFailureException.Malformed($"{name}:1", $"<{root.Name.LocalName}> is no export of a Windows DHCP server.", "Write one with Export-DhcpServer -Leases -File FILE.");
        var export = new Reading(name);
        foreach (var family in root.Descendants().Where(each => each.Name.LocalName is "IPv4" or "IPv6").ToList())
            export.Family(family);
        return new(export.Subnets, export.Leases, export.HasLeases, export.Notes);
    }

    private sealed class Reading(string name)
    {
        public List<ServedSubnet> Subnets { get; } = [];

        public List<Lease> Leases { get; } = [];

        public List<ObservationNote> Notes { get; } = [];

        public bool HasLeases { get; private set; }

        public void Family(XElement family)
        {
            var partners = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var relationship in List(family, "FailoverRelationships"))
            {
                var scopes = relationship.Descendants().Where(each => each.Name.LocalName == "ScopeId" && !each.HasElements);
                foreach (var scope in scopes)
                    partners[scope.Value.Trim()] = Value(relationship, "PartnerServer") ?? Value(relationship, "Name") ?? "?";
            }

            foreach (var scope in List(family, "Scopes"))
                Scope(scope, family, partners);
        }

        private void Scope(XElement scope, XElement family, Dictionary<string, string> partners)
        {
            var id = Value(scope, "ScopeId") ?? Value(scope, "Prefix") ?? "";
            var isV6 = family.Name.LocalName == "IPv6";
            if (!IpAddr.TryParse(id, out var network, out _) || !TryLength(scope, isV6, out var length) || network.IsV6 != isV6)
            {
                Note(scope, $"The scope '{id}' has no address and mask that make a prefix: it is left out.");
                return;
            }

            var prefix = IpPrefix.Of(network, length);
            var pools = new List<ServedPool>();
            // An IPv6 scope of Windows has no range: all of its prefix is handed out.
            if (isV6)
                pools.Add(new(prefix.Range, Where(scope)));
            else if (TryRange(scope, prefix, out var range))
                pools.Add(new(range, Where(scope)));
            foreach (var policy in List(scope, "Policies"))
            {
                foreach (var part in List(policy, "IPRanges"))
                {
                    if (Value(policy, "Enabled") is not "false" && TryRange(part, prefix, out var limited))
                        pools.Add(new(limited, Where(part), Value(policy, "Name")));
                }
            }

            var exclusions = new List<ServedExclusion>();
            foreach (var part in List(scope, "ExclusionRanges"))
            {
                if (TryRange(part, prefix, out var excluded))
                    exclusions.Add(new(excluded, Where(part)));
            }

            var reservations = new List<ServedReservation>();
            foreach (var part in List(scope, "Reservations"))
            {
                if (!IpAddr.TryParse(Value(part, "IPAddress") ?? "", out var address, out _))
                {
                    Note(part, "This reservation has no address: it is left out.");
                    continue;
                }

                var (mac, client) = Client(part);
                reservations.Add(new(address, mac, client.IsNone ? null : client.ToString(), Value(part, "Name"), Where(part)));
            }

            foreach (var part in List(scope, "Leases"))
                Lease(part);
            HasLeases |= scope.Elements().Any(each => each.Name.LocalName == "Leases");
            Subnets.Add(new()
            {
                Prefix = prefix,
                Where = Where(scope),
                Name = Value(scope, "Name"),
                SharedNetwork = Value(scope, "SuperScopeName"),
                IsActive = Value(scope, "State") is not { } state || state.StartsWith("Active", StringComparison.OrdinalIgnoreCase),
                Pools = pools,
                Exclusions = exclusions,
                Reservations = reservations,
                LeaseTime = LeaseTime(scope, family),
                Routers = isV6 ? [] : Option(3, scope, family),
                DnsServers = Option(isV6 ? 23 : 6, scope, family),
                NtpServers = Option(isV6 ? 31 : 42, scope, family),
                Partner = partners.GetValueOrDefault(id),
            });
        }

        private void Lease(XElement part)
        {
            if (!IpAddr.TryParse(Value(part, "IPAddress") ?? "", out var address, out _))
            {
                Note(part, "This lease has no address: it is left out.");
                return;
            }

            // Each state is also there with "Reservation" behind it.
            var text = Value(part, "AddressState") ?? "Active";
            LeaseState? state = text.Replace("Reservation", "", StringComparison.OrdinalIgnoreCase).ToUpperInvariant() switch
            {
                "ACTIVE" => LeaseState.Active,
                "DECLINED" => LeaseState.Declined,
                "EXPIRED" => LeaseState.Expired,
                "INACTIVE" or "OFFERED" => LeaseState.Free,
                _ => null,
            };
            if (state is null)
            {
                Note(part, $"The state '{text}' of the lease of {address} is not known: it is left out.");
                return;
            }

            var ends = Core.Observations.Lease.Never;
            if (Value(part, "LeaseExpiryTime") is { } expiry)
            {
                if (!DateTimeOffset.TryParse(expiry, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                {
                    Note(part, $"'{expiry}', where the lease of {address} ends, is no time: it is left out.");
                    return;
                }

                ends = at.ToUnixTimeSeconds();
            }

            var (mac, client) = Client(part);
            Leases.Add(new(address, mac, client, Value(part, "HostName"), state.Value, ends));
        }

        /// <summary>Windows shows a client by its MAC where it has one; anything of another length is a client id or a DUID.</summary>
        private static (MacAddress? Mac, ClientId Client) Client(XElement part)
        {
            var text = Value(part, "ClientId") ?? Value(part, "ClientDuid");
            return text is { Length: 17 } && MacAddress.TryParse(text, out var mac) ? (mac, default) : (null, LeaseText.ClientId(System.Text.Encoding.UTF8.GetBytes(text ?? ""), null));
        }

        private TimeSpan? LeaseTime(XElement scope, XElement family)
        {
            var text = Value(scope, "LeaseDuration") ?? Value(scope, "PreferredLifetime");
            if (text is not null)
            {
                if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration))
                    return duration;
                Note(scope, $"'{text}' is no duration of leases.");
            }

            foreach (var place in (XElement[])[scope, family])
            {
                if (Values(51, place) is [var seconds, ..] && uint.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    return TimeSpan.FromSeconds(number);
            }

            return null;
        }

        private List<IpAddr> Option(int option, XElement scope, XElement family)
        {
            var addresses = new List<IpAddr>();
            foreach (var text in Values(option, scope) ?? Values(option, family) ?? [])
            {
                if (IpAddr.TryParse(text, out var address, out _))
                    addresses.Add(address);
                else
                    Note(scope, $"'{text}' in option {option} is no address: it is left out.");
            }

            return addresses;
        }

        /// <summary>Of the option for everybody: values for a vendor's or user's class don't count.</summary>
        private static List<string>? Values(int option, XElement place) => List(place, "OptionValues")
            .Where(each => Value(each, "OptionId") == option.ToString(CultureInfo.InvariantCulture) && Value(each, "VendorClass") is null && Value(each, "UserClass") is null)
            .Select(each => each.Elements().Where(value => value.Name.LocalName == "Value").Select(value => value.Value.Trim()).ToList())
            .FirstOrDefault();

        private bool TryRange(XElement part, IpPrefix prefix, out IpRange range)
        {
            range = default;
            if (!IpAddr.TryParse(Value(part, "StartRange") ?? "", out var first, out _) || !IpAddr.TryParse(Value(part, "EndRange") ?? "", out var last, out _) || first.Family != last.Family || last < first)
            {
                Note(part, "StartRange and EndRange are no range: it is left out.");
                return false;
            }

            range = IpRange.Of(first, last);
            if (prefix.Contains(range))
                return true;
            Note(part, $"The range {range} does not lie in {prefix}: it is left out.");
            return false;
        }

        private static bool TryLength(XElement scope, bool isV6, out int length)
        {
            length = 64;
            if (isV6)
                return true;
            if (!IpAddr.TryParse(Value(scope, "SubnetMask") ?? "", out var mask, out _) || !mask.IsV4)
                return false;
            var bits = (uint)mask.Bits;
            length = BitOperations.LeadingZeroCount(~bits);
            return length == 32 || bits << length == 0;
        }

        private void Note(XElement at, string message) => Notes.Add(new(Where(at), message));

        private string Where(XElement at) => $"{name}:{((IXmlLineInfo)at).LineNumber}";

        private static IEnumerable<XElement> List(XElement of, string list) => of.Elements().Where(each => each.Name.LocalName == list).SelectMany(each => each.Elements());

        private static string? Value(XElement of, string element) => of.Elements().FirstOrDefault(each => each.Name.LocalName == element)?.Value.Trim() is { Length: > 0 } text ? text : null;
    }
}
