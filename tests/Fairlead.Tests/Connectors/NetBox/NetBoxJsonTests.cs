using System.Text;
using Fairlead.Connectors;
using Fairlead.Connectors.NetBox;
using Fairlead.Core.Observations;
using Xunit;

namespace Fairlead.Tests.Connectors.NetBox;

public sealed class NetBoxJsonTests
{
    internal const string Export = """
        {"prefixes": {"count": 2, "next": null, "results": [
           {"id": 1, "prefix": "10.0.0.0/8", "status": {"value": "container", "label": "Container"}},
           {"id": 2, "prefix": "10.30.0.0/24", "status": {"value": "active", "label": "Active"}, "vrf": {"id": 1, "name": "Blue Net", "rd": "65000:1"},
            "vlan": {"id": 3, "vid": 230, "name": "k8s-blue"}, "scope_type": "dcim.site", "scope": {"id": 1, "name": "Madrid"}, "role": {"id": 9, "name": "Nodes", "slug": "nodes"}, "description": "Blue"}]},
         "ip_ranges": [{"id": 4, "start_address": "10.30.0.100/24", "end_address": "10.30.0.199/24", "status": {"value": "active"}, "role": {"slug": "dhcp"}, "vrf": {"name": "Blue Net"}}],
         "ip_addresses": [
           {"id": 5, "address": "10.30.0.1/24", "role": {"value": "vrrp", "label": "VRRP"}, "status": {"value": "active"}, "vrf": {"name": "Blue Net"}},
           {"id": 6, "address": "2001:db8::9/64", "assigned_object": {"name": "eth0", "device": {"name": "printer"}}, "status": "deprecated"},
           {"id": 7, "address": "10.30.0.900/24"}],
         "tags": [{"id": 1, "name": "x"}]}
        """;

    [Fact]
    public void An_export_of_several_answers_keeps_spaces_statuses_roles_and_names()
    {
        var reading = Read(Export);

        Assert.Equal(5, reading.Entries.Count);
        var prefix = reading.Entries[1];
        Assert.Equal((EntryKind.Prefix, "10.30.0.0-10.30.0.255", "Blue Net", "active", "nodes"), (prefix.Kind, $"{prefix.Range.First}-{prefix.Range.Last}", prefix.AddressSpace, prefix.Status, prefix.Role));
        Assert.Equal((230, "k8s-blue", "Madrid", "Blue", "e.json prefixes.results[1] (id 2)"), (prefix.Vlan, prefix.VlanName, prefix.Site, prefix.Description, prefix.Where));
        Assert.Equal((EntryKind.Range, 100u, "dhcp"), (reading.Entries[2].Kind, (uint)reading.Entries[2].Range.Count, reading.Entries[2].Role));
        Assert.Equal("vrrp", reading.Entries[3].Role);
        Assert.Equal(("printer", "deprecated"), (reading.Entries[4].Name, reading.Entries[4].Status));
        Assert.Equal(["e.json ip_addresses[2] (id 7)", "e.json"], reading.Notes.Select(note => note.Where));
    }

    [Theory]
    [InlineData("""[{"prefix": "10.0.0.0/24"}, {"address": "10.0.0.1/24"}]""", 2)]
    [InlineData("""[{"results": [{"prefix": "10.0.0.0/24"}]}, {"results": [{"address": "10.0.0.1/24"}]}]""", 2)]
    [InlineData("""{"results": [{"prefix": "10.0.0.0/24"}]}""", 1)]
    [InlineData("""{"prefix": "10.0.0.0/24"}""", 1)]
    [InlineData("[]", 0)]
    public void An_export_may_be_a_list_an_answer_or_several(string json, int entries) => Assert.Equal(entries, Read(json).Entries.Count);

    [Fact]
    public void One_page_of_several_is_said() => Assert.Single(Read("""{"next": "https://x/?offset=50", "results": [{"prefix": "10.0.0.0/24"}]}""").Notes);

    [Theory]
    [InlineData("")]
    [InlineData("{\"results\": [")]
    [InlineData("<html>")]
    [InlineData("7")]
    [InlineData("{\"detail\": \"Invalid token\"}")]
    [InlineData("[{\"name\": \"no address\"}]")]
    public void What_is_none_of_NetBox_is_refused(string json) => Assert.Equal(FailureReason.Malformed, Assert.Throws<SourceFailureException>(() => Read(json)).Reason);

    private static NetBoxJson Read(string json)
    {
        var reading = new NetBoxJson("e.json");
        reading.ReadExport(Encoding.UTF8.GetBytes(json));
        return reading;
    }
}
