using System.Text;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;
using Xunit;

namespace Fairlead.Tests.SiteFiles;

public sealed class ChosenAddressWriterTests
{
    private const string Head = "apiVersion: fairlead.dev/v1\nkind: Site # ünïcode\nname: madrid\nprofile: kubernetes-vsphere\nsegments:\n  - {name: prod, prefix: 10.0.0.0/24, addressing: dhcp}\n  - {name: six, prefix: '2001:db8::/64', addressing: dhcp}\nclusters:\n";

    [Theory]
    [InlineData("  - {name: a, segment: prod, controlPlane: {ip: auto}} # keep me", "  - {name: a, segment: prod, controlPlane: {ip: 10.0.0.1}} # keep me")]
    [InlineData("  - name: a\n    segment: prod\n    controlPlane:\n      ip:   auto   # why", "  - name: a\n    segment: prod\n    controlPlane:\n      ip:   10.0.0.1   # why")]
    [InlineData("  - {name: a, segment: prod, controlPlane: {ip: \"auto\", nodes: 3}}", "  - {name: a, segment: prod, controlPlane: {ip: 10.0.0.1, nodes: 3}}")]
    [InlineData("  - {name: a, segment: prod, controlPlane: {ip: 'auto'}}", "  - {name: a, segment: prod, controlPlane: {ip: 10.0.0.1}}")]
    [InlineData("  - {name: a, segment: six, controlPlane: {ip: auto}}", "  - {name: a, segment: six, controlPlane: {ip: \"2001:db8::1\"}}")]
    [InlineData("  - {name: a, segment: prod, controlPlane: {ip: 10.0.0.9}, loadBalancer: {addresses: {auto: 3}}}", "  - {name: a, segment: prod, controlPlane: {ip: 10.0.0.9}, loadBalancer: {addresses: 10.0.0.1-10.0.0.3}}")]
    [InlineData("  - name: a\n    segment: prod\n    controlPlane: {ip: 10.0.0.9}\n    loadBalancer:\n      addresses:\n        auto:  3 # three", "  - name: a\n    segment: prod\n    controlPlane: {ip: 10.0.0.9}\n    loadBalancer:\n      addresses:\n        10.0.0.1-10.0.0.3 # three")]
    [InlineData("  - {name: a, segment: prod, controlPlane: {ip: auto}, loadBalancer: {addresses: auto}, services: 2}\n  - {name: b, segment: prod, controlPlane: {ip: auto}}", "  - {name: a, segment: prod, controlPlane: {ip: 10.0.0.1}, loadBalancer: {addresses: 10.0.0.2-10.0.0.3}, services: 2}\n  - {name: b, segment: prod, controlPlane: {ip: 10.0.0.4}}")]
    public void Changes_the_values_written_and_no_other_byte(string before, string after)
    {
        foreach (var lineEnd in (string[])["\n", "\r\n"])
        {
            foreach (var mark in (string[])["", "\uFEFF"])
            {
                var text = mark + (Head + before).ReplaceLineEndings(lineEnd);
                Assert.Equal(mark + (Head + after).ReplaceLineEndings(lineEnd), Rewrite("site.yaml", text));
            }
        }
    }

    [Fact]
    public void What_is_written_is_what_was_chosen()
    {
        var text = Head + "  - {name: a, segment: prod, controlPlane: {ip: auto}, loadBalancer: {addresses: {auto: 9}}}";
        var (before, after) = (Make("site.yaml", text), Make("site.yaml", Rewrite("site.yaml", text)));
        Assert.Equal(before.ExclusiveAddresses.Select(claim => claim.Range), after.ExclusiveAddresses.Select(claim => claim.Range));
        Assert.DoesNotContain(after.Claims, claim => claim.IsChosen);
        Assert.Equal(before.Diagnostics.Select(finding => finding.Rule.Id), after.Diagnostics.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void Writes_JSON_as_JSON()
    {
        const string Text = """{"apiVersion": "fairlead.dev/v1", "kind": "Site", "name": "m", "profile": "kubernetes-vsphere", "segments": [{"name": "s", "prefix": "10.0.0.0/24", "addressing": "dhcp"}], "clusters": [{"name": "a", "segment": "s", "controlPlane": {"ip": "auto"}, "loadBalancer": {"addresses": {"auto": 2}}}]}""";
        var rewritten = Rewrite("site.json", Text);
        Assert.Equal(Text.Replace("\"auto\"}, ", "\"10.0.0.1\"}, ", StringComparison.Ordinal).Replace("{\"auto\": 2}", "\"10.0.0.2-10.0.0.3\"", StringComparison.Ordinal), rewritten);
    }

    [Fact]
    public void Refuses_a_value_that_an_alias_shares()
    {
        var text = Head + "  - {name: a, segment: prod, controlPlane: &cp {ip: auto}}\n  - {name: b, segment: prod, controlPlane: *cp}";
        var refusal = Assert.Throws<SiteFileException>(() => Rewrite("site.yaml", text));
        Assert.Contains("through an alias", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_value_behind_an_anchor()
    {
        var text = Head + "  - {name: a, segment: prod, controlPlane: {ip: &x auto}}";
        Assert.Contains("write the address", Assert.Throws<SiteFileException>(() => Rewrite("site.yaml", text)).Message, StringComparison.Ordinal);
    }

    private static Plan Make(string name, string text) => Planner.Make(SiteFileReader.Parse(name, Encoding.UTF8.GetBytes(text)), new PlanOptions { AsOf = Plans.Today });

    private static string Rewrite(string name, string text) =>
        Encoding.UTF8.GetString(Assert.Single(ChosenAddressWriter.Rewrite(Make(name, text), _ => Encoding.UTF8.GetBytes(text))).Bytes);
}
