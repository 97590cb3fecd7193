using Fairlead.Core.Addressing;
using Fairlead.Probes.Egress;
using Xunit;
using static Fairlead.Tests.Probes.Egress.EgressScene;

namespace Fairlead.Tests.Probes.Egress;

public sealed class EndpointQuestionTests
{
    [Fact]
    public void A_node_asks_for_what_nodes_need_in_the_region_each_once()
    {
        var questions = EndpointQuestion.Of(SiteOf("aks-arc-vmware"), "cluster-vms");
        Assert.Equal(questions.Count, questions.Select(question => question.Place).Distinct().Count());
        Assert.Contains(questions, question => question.Place == "westeurope.dp.prod.appliances.azure.com:443");
        Assert.Contains(questions, question => question.Place == "ctldl.windowsupdate.com:80" && !question.IsTls);
        Assert.Contains(questions, question => question is { Published: "*.events.data.microsoft.com", Host: "v20.events.data.microsoft.com" });
        Assert.Contains(questions, question => question is { Published: "*.blob.core.windows.net", Host: null });
        Assert.DoesNotContain(questions, question => question.Published == "pypi.org"); // the management machine's
        Assert.DoesNotContain(questions, question => question.Published.Contains('{', StringComparison.Ordinal));
        Assert.DoesNotContain(questions, question => question.Port == 8084); // with a feature that the site may not have
    }

    [Fact]
    public void The_management_machine_asks_for_its_own() =>
        Assert.Contains(EndpointQuestion.Of(SiteOf("aks-arc-vmware"), "management-machine"), question => question.Published == "pypi.org");

    [Theory]
    [InlineData("kubernetes-vsphere", "cluster-vms")]
    [InlineData("aks-arc-vmware", "vcenter")]
    public void Where_no_list_asks_for_anything_nothing_is_asked(string profile, string role) => Assert.Empty(EndpointQuestion.Of(SiteOf(profile), role));

    [Theory]
    [InlineData("2603::1 2603::2 20.0.0.1 20.0.0.2 20.0.0.3", "2603::1 20.0.0.1 2603::2 20.0.0.2 20.0.0.3")]
    [InlineData("20.0.0.1", "20.0.0.1")]
    public void Families_are_tried_in_turns(string given, string tried) =>
        Assert.Equal(tried.Split(' ').Select(IpAddr.Parse), Dialler.InTurns([.. given.Split(' ').Select(IpAddr.Parse)]));

    [Theory]
    [InlineData("0.0.0.0", true)]
    [InlineData("127.0.0.53", true)]
    [InlineData("::", true)]
    [InlineData("::1", true)]
    [InlineData("169.254.1.1", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("20.1.2.3", false)]
    [InlineData("2603::1", false)]
    public void Some_addresses_are_nobodys_server(string address, bool isBogus) => Assert.Equal(isBogus, Sinkholes.IsBogus(IpAddr.Parse(address)));
}
