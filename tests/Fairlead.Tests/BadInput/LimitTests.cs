using System.Text;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;
using Xunit;

namespace Fairlead.Tests.BadInput;

/// <summary>Inputs that are large on purpose. What is counted is bytes and findings, never seconds.</summary>
public sealed class LimitTests
{
    private const string Head = "apiVersion: fairlead.dev/v1\nkind: Site\nname: madrid\nprofile: kubernetes-vsphere\n";
    private const int Many = 100_000;

    public static TheoryData<string, string> Hostile => new()
    {
        { "open-lists.yaml", new string('[', Many) },
        { "open-mappings.yaml", new string('{', Many) },
        { "nested-dashes.yaml", string.Concat(Enumerable.Repeat("- ", Many)) },
        { "nested-questions.yaml", string.Concat(Enumerable.Repeat("? ", Many)) },
        { "colons.yaml", string.Concat(Enumerable.Repeat(": ", Many)) },
        { "stairs.yaml", string.Concat(Enumerable.Range(0, 1_000).Select(i => new string(' ', i) + "a:\n")) },
        { "long-word.yaml", Head + "region: " + new string('a', Many) },
        { "long-quote.yaml", Head + "region: \"" + new string('a', Many) },
        { "long-key.yaml", Head + new string('k', Many) + ": 1" },
        { "long-anchor.yaml", Head + "region: *" + new string('a', Many) },
        { "long-tag.yaml", Head + "region: !" + new string('a', Many) },
        { "many-anchors.yaml", Head + "x:\n" + string.Concat(Enumerable.Range(0, Many).Select(i => $"  - &a{i} 1\n")) },
        { "many-keys.yaml", Head + string.Concat(Enumerable.Range(0, Many).Select(i => $"k{i}: 1\n")) },
        { "many-addresses.yaml", Head + "infrastructure:\n  hosts: [" + string.Concat(Enumerable.Repeat("10.1, ", Many)) + "]\n" },
        { "many-documents.yaml", string.Concat(Enumerable.Repeat("--- a\n", Many)) },
        { "long-text.json", "{\"apiVersion\": \"" + new string('a', Many) + "\"}" },
        { "long-number.json", "{\"apiVersion\": 1" + new string('0', Many) + "}" },
        { "open-lists.json", new string('[', Many) },
        { "late-end.json", new string('\n', Many) + "{" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_input_is_refused_within_its_limits(string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var documents = SiteFileReader.Parse(name, bytes);
        var plan = Planner.Make(documents, new PlanOptions { AsOf = new DateOnly(2026, 9, 1) });

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(plan.HasUnusableInput);
        Assert.True(allocated < 512L * bytes.Length + (16 * 1024 * 1024), $"{allocated} bytes for {bytes.Length}");
        Assert.InRange(plan.Diagnostics.Count, 1, 1_010);
        var places = new Places(documents[0].File);
        Assert.All(plan.Diagnostics, finding => places.AssertInside(finding.Location.Line, finding.Location.Column));
    }

    [Fact]
    public void Of_a_thousand_and_more_faults_the_first_are_told_and_that_there_are_more()
    {
        var text = Head + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"k{i}: 1\n"));

        var plan = Planner.Make(SiteFileReader.Parse("site.yaml", Encoding.UTF8.GetBytes(text)), new PlanOptions { AsOf = new DateOnly(2026, 9, 1) });

        Assert.Equal(1_001, plan.Diagnostics.Count);
        Assert.Contains("more than 1000 faults", plan.Diagnostics[^1].Message, StringComparison.Ordinal);
    }

    /// <summary>A /0 scope of IPv6 overflowed the arithmetic of FL3008.</summary>
    [Fact]
    public void A_scope_of_all_ipv6_addresses_does_not_overflow()
    {
        const string Text = Head + """
            segments:
              - name: all
                prefix: "::/0"
                gateway: "fe80::1"
                dnsServers: ["2001:db8::53"]
                addressing: dhcp
                dhcp: {leaseTime: 8h, scopes: [{range: "1::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}]}
            clusters:
              - {name: shop, segment: all, controlPlane: {ip: "::20", nodes: 3}}
            """;

        var plan = Planner.Make(SiteFileReader.Parse("site.yaml", Encoding.UTF8.GetBytes(Text)), new PlanOptions { AsOf = new DateOnly(2026, 9, 1) });

        Assert.DoesNotContain(plan.Diagnostics, finding => finding.Rule.Id == "FL3008");
    }

    /// <summary>The sum of two such pools overflowed in the report.</summary>
    [Fact]
    public void Load_balancers_of_all_ipv6_addresses_do_not_overflow()
    {
        const string Text = Head + """
            segments:
              - {name: all, prefix: "::/0", addressing: static}
            clusters:
              - {name: shop, segment: all, loadBalancer: {mode: bgp, addresses: "::/0"}}
              - {name: bank, segment: all, loadBalancer: {mode: bgp, addresses: "::/0"}}
            """;

        var plan = Planner.Make(SiteFileReader.Parse("site.yaml", Encoding.UTF8.GetBytes(Text)), new PlanOptions { AsOf = new DateOnly(2026, 9, 1) });

        Assert.Equal(UInt128.MaxValue, plan.LoadBalancerIps.Addresses);
    }

    [Fact]
    public void A_reason_of_several_lines_becomes_one()
    {
        const string Text = Head + "overrides:\n  - rule: FL2007\n    subject: madrid\n    reason: |\n      first\n      second\n";

        var plan = Planner.Make(SiteFileReader.Parse("site.yaml", Encoding.UTF8.GetBytes(Text)), new PlanOptions { AsOf = new DateOnly(2026, 9, 1) });

        Assert.Equal("first second", plan.Estate.Sites[0].Spec.Overrides.Value[0].Reason.Value);
    }
}
