using System.Globalization;

namespace Fairlead.Testing.Lab.Dhcp;

/// <summary>A subnet of a Kea server, of either family.</summary>
/// <param name="Prefix"><c>10.20.0.0/22</c>.</param>
/// <param name="Pool"><c>10.20.1.0 - 10.20.2.255</c>.</param>
/// <param name="Options">By Kea's names: <c>routers</c>, <c>domain-name-servers</c>, <c>dns-servers</c>.</param>
public sealed record KeaScope(string Prefix, string Pool, int LeaseSeconds, params (string Name, string Value)[] Options)
{
    internal string Text
    {
        get
        {
            var options = string.Join(", ", Options.Select(option => $$"""{"name": "{{option.Name}}", "data": "{{option.Value}}"}"""));
            // A relayed question is told by the relay's address, one from the link of IPv6 by the interface.
            var link = Prefix.Contains(':', StringComparison.Ordinal) ? """ "interface": "eth0",""" : "";
            return string.Create(CultureInfo.InvariantCulture, $$"""{"id": 1, "subnet": "{{Prefix}}",{{link}} "pools": [{"pool": "{{Pool}}"}], "valid-lifetime": {{LeaseSeconds}}, "option-data": [{{options}}]}""");
        }
    }
}
