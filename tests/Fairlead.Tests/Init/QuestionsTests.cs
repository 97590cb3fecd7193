using Fairlead.Cli.Init;
using Fairlead.Core.Addressing;
using Spectre.Console.Testing;
using Xunit;

namespace Fairlead.Tests.Init;

public sealed class QuestionsTests
{
    private static readonly MachineFacts Machine = new()
    {
        Interface = "ens192",
        Prefix = IpPrefix.Parse("10.20.0.0/22"),
        Gateway = IpAddr.Parse("10.20.0.1"),
        DnsServers = [IpAddr.Parse("10.10.0.53")],
        DhcpServer = IpAddr.Parse("10.10.0.67"),
        LeaseTime = TimeSpan.FromHours(8),
    };

    [Fact]
    public void Enter_takes_what_is_offered_and_nothing_is_taken_unseen()
    {
        using var console = Console("madrid", "kubernetes-vsphere", "", "220", "", "", "", "10.20.1.0-10.20.2.255", "", "", "shop bank", "10.20.0.20", "");
        var values = new Questions(console, Machine).Ask(new InitValues());
        Assert.Empty(values.MissingFlags());
        var yaml = SiteDraftWriter.Write(values.ToDraft("Test."));
        Assert.DoesNotContain(Plans.Of(yaml).Diagnostics, finding => finding.IsFailure);
        Assert.Contains("gateway: 10.20.0.1", yaml, StringComparison.Ordinal);
        Assert.Contains("leaseTime: 28800s", yaml, StringComparison.Ordinal);
        Assert.All((string[])["(10.20.0.0/22)", "(10.20.0.1)", "(10.10.0.53)", "(10.10.0.67)", "(28800s)", "ens192"], shown => Assert.Contains(shown, console.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void A_dash_refuses_a_default_and_another_prefix_has_no_gateway_offered()
    {
        using var console = Console("a", "kubernetes-vsphere", "", "", "192.168.0.0/24", "", "-", "", "");
        var values = new Questions(console, Machine).Ask(new InitValues());
        Assert.Empty(values.Gateways);
        Assert.Empty(values.DnsServers);
        Assert.Equal("192.168.0.0/24", Assert.Single(values.Prefixes).ToString());
    }

    [Fact]
    public void A_wrong_answer_is_asked_again_with_the_reason()
    {
        using var console = Console("kubernetes-vsphere", "", "", "10.20.0.1/22", "10.20.0.0/22", "", "", "", "");
        var values = new Questions(console, MachineFacts.None).Ask(new InitValues { Name = "a" });
        Assert.Contains("has host bits set", console.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal("10.20.0.0/22", Assert.Single(values.Prefixes).ToString());
    }

    [Fact]
    public void Leases_are_read_as_clients_write_them()
    {
        Assert.Equal(
            new LeaseFile(IpAddr.Parse("10.10.0.67"), TimeSpan.FromHours(1)),
            LeaseFile.OfKeys("# This is private data. Do not parse.\nADDRESS=10.20.1.5\nSERVER_ADDRESS=10.10.0.67\nLIFETIME=3600\n"));
        const string Leases = """
            lease {
              interface "ens192";
              option dhcp-lease-time 600;
              option dhcp-server-identifier 10.10.0.67;
            }
            lease {
              interface "ens224";
              option dhcp-lease-time 86400;
              option dhcp-server-identifier 10.99.0.1;
            }
            lease {
              interface "ens192";
              option dhcp-lease-time 28800;
              option dhcp-server-identifier 10.10.0.68;
            }
            """;
        Assert.Equal(new LeaseFile(IpAddr.Parse("10.10.0.68"), TimeSpan.FromHours(8)), LeaseFile.OfDhclient(Leases, "ens192"));
        Assert.Equal(new LeaseFile(null, null), LeaseFile.OfDhclient(Leases, "eth0"));
        Assert.Equal(new LeaseFile(null, null), LeaseFile.OfKeys("SERVER_ADDRESS=\nLIFETIME=4294967295\n"));
    }

    private static TestConsole Console(params string[] answers)
    {
        var console = new TestConsole().Interactive().Width(200);
        foreach (var answer in answers)
            console.Input.PushTextWithEnter(answer);
        return console;
    }
}
