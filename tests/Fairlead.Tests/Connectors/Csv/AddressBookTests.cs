using System.Text;
using Fairlead.Connectors;
using Fairlead.Connectors.Csv;
using Fairlead.Core.Observations;
using Xunit;

namespace Fairlead.Tests.Connectors.Csv;

public sealed class AddressBookTests
{
    [Theory]
    [InlineData("Prefix,Status,VRF,VLAN,Role,Description\n10.40.0.0/24,Active,blue,servers (240),nodes,\"Servers, rack 4\"\n", "Prefix 10.40.0.0-10.40.0.255 active nodes  Servers, rack 4 240 blue @2")]
    [InlineData("IP Address,VRF,Status,Role,DNS Name\n10.0.0.9/24,Global,DHCP,,pc.example.com\n", "Address 10.0.0.9 dhcp  pc.example.com    @2")]
    [InlineData("Start address;End address;Status\n10.0.0.1/24;10.0.0.9/24;reserved\n", "Range 10.0.0.1-10.0.0.9 reserved      @2")]
    [InlineData("Netz;Maske;Name\n10.0.0.0;255.255.255.0;Prod\n", "Prefix 10.0.0.0-10.0.0.255   Prod    @2")]
    [InlineData("IP;Hostname\n\n10.0.0.7;nas\n", "Address 10.0.0.7   nas    @3")]
    public void Columns_are_found_by_their_headings(string text, string expected)
    {
        var (entries, notes) = Read(text);

        Assert.Empty(notes);
        Assert.Equal([expected], entries.Select(entry => $"{entry.Kind} {(entry.Range.IsSingle ? entry.Range.First : $"{entry.Range.First}-{entry.Range.Last}")} {entry.Status} {entry.Role} {entry.Name} {entry.Description} {entry.Vlan} {entry.AddressSpace} @{entry.Where.Split(':')[1]}"));
    }

    [Fact]
    public void A_row_of_a_network_plan_gives_its_prefix_gateway_and_scope()
    {
        var (entries, notes) = Read("Subnet,Gateway,DHCP start,DHCP end,DNS\n10.0.0.0/24,10.0.0.1,10.0.0.100,10.0.0.199,10.0.0.53\n");

        Assert.Equal(["Prefix  ", "Range dhcp ", "Address  gateway"], entries.Select(entry => $"{entry.Kind} {entry.Status} {entry.Role}"));
        Assert.Contains("fairlead init --from-csv", Assert.Single(notes).Message);
    }

    [Fact]
    public void A_row_that_is_not_understood_is_left_out_in_full()
    {
        var (entries, notes) = Read("Prefix,VLAN\n10.0.0.0/24,1\n10.0.1.0/33,2\n10.0.2.0/24,many\n");

        Assert.Single(entries);
        Assert.Equal(["a.csv:3", "a.csv:4"], notes.Select(note => note.Where));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("PK\u0003\u0004x", "workbook")]
    [InlineData("one,two\n1,2\n", "none of the first")]
    [InlineData("VLAN,Status\n1,active\n", "no column holds")]
    public void What_holds_no_addresses_is_refused(string text, string expected)
    {
        var failure = Assert.Throws<SourceFailureException>(() => Read(text));

        Assert.Equal(FailureReason.Malformed, failure.Reason);
        Assert.Contains(expected, failure.Message);
        Assert.Equal(1, failure.Message.Split("a.csv").Length - 1);
        Assert.DoesNotContain("--map", failure.Message);
    }

    private static (IReadOnlyList<ObservedEntry> Entries, IReadOnlyList<ObservationNote> Notes) Read(string text) => AddressBook.Read("a.csv", Encoding.UTF8.GetBytes(text));
}
