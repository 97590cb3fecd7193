using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fairlead.Core.Deliverables;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Planning;
using Fairlead.Tests.Reports;
using Xunit;

using Rendered = Fairlead.Tests.Reports.Rendered;

namespace Fairlead.Tests.Deliverables;

public sealed partial class NetworkRequestTests
{
    [Theory]
    [InlineData("Plan/madrid")]
    [InlineData("Plan/conflicts")]
    [InlineData("Report/sevilla")]
    public void Is_what_it_has_always_been(string name)
    {
        var files = NetworkRequest.Render(Rendered.Case($"{name}.yaml")).Where(file => file.Name.EndsWith(".md", StringComparison.Ordinal));
        Golden.Matches(WithoutPackageIndex(string.Join('\n', files.Select(file => file.Text))), Repository.PathOf($"tests/Fairlead.Tests/Cases/{name}.request.md"));
    }

    [Fact]
    public void Both_forms_say_the_same()
    {
        var files = NetworkRequest.Render(Rendered.Case("Report/sevilla.yaml"));
        Assert.Equal(["sevilla-network-request.md", "sevilla-network-request.html"], files.Select(file => file.Name));
        var page = Rendered.Page(files[1].Text);
        Assert.Equal(Rendered.Rows(files[0].Text).Count(row => !row[0].Contains("---", StringComparison.Ordinal)), page.Descendants("tr").Count());
    }

    [Fact]
    public void Names_what_a_scope_would_hand_out()
    {
        var row = Rendered.Rows(Markdown(Rendered.Case("Report/sevilla.yaml"))).Single(row => row[0].Contains("k8s-lab", StringComparison.Ordinal) && row.Length == 7 && row[2].Contains("10.20.8.120", StringComparison.Ordinal));
        Assert.Contains("**10.20.8.120** (the control plane IP 10.20.8.120 of cluster sevilla/lab)", row[2], StringComparison.Ordinal);
        Assert.Contains("**10.20.8.128-10.20.8.130**", row[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Asks_for_what_the_site_file_does_not_say()
    {
        var markdown = Markdown(Plans.Of("{apiVersion: fairlead.dev/v1, kind: Site, name: a, profile: aks-arc-vmware, segments: [{name: s, prefix: 10.0.0.0/24, addressing: dhcp}], clusters: [{name: c, segment: s}]}"));
        Assert.All(
            (string[])["vCenter: its name and address", "the time servers", "the Azure region", "the resource bridge: its prefix", "VLAN", "gateway", "DNS servers", "DHCP scope", "lease time", "One control plane IP for cluster"],
            question => Assert.Contains("- [ ] ", markdown.Split('\n').First(line => line.Contains(question, StringComparison.Ordinal)), StringComparison.Ordinal));
    }

    [Fact]
    public void Site_files_cannot_bring_markup_or_choose_the_folder()
    {
        var plan = Plans.Of(HostileText.Site, HostileText.Site.Replace("name: \"<script>alert(1)</script>|`a`\"", "name: '../../etc/passwd'", StringComparison.Ordinal));
        var files = NetworkRequest.Render(plan);

        Assert.Equal(4, files.Count);
        Assert.All(files, file => Assert.Matches("^[A-Za-z0-9][A-Za-z0-9-]*-network-request\\.(md|html)$", file.Name));
        Assert.All(files.Where(file => file.Name.EndsWith(".html", StringComparison.Ordinal)), file =>
        {
            Assert.DoesNotContain("<script", file.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Rendered.Page(file.Text).Descendants().Attributes(), attribute => attribute.Name.LocalName is "href" or "src" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        });
        Assert.All(files.Where(file => file.Name.EndsWith(".md", StringComparison.Ordinal)), file => Assert.DoesNotMatch("<(?!br>|/?code>)", CodeSpan().Replace(file.Text, "code")));
    }

    [Fact]
    public void No_two_sites_share_a_file()
    {
        const string Site = "{{apiVersion: fairlead.dev/v1, kind: Site, name: '{0}', profile: kubernetes-vsphere}}";
        var names = NetworkRequest.Render(Plans.Of(((string[])["a/b", "a-b", "A-B", "..", "…"]).Select(name => string.Format(System.Globalization.CultureInfo.InvariantCulture, Site, name)))).Select(file => file.Name).Where(name => name.EndsWith(".md", StringComparison.Ordinal));
        Assert.Equal(["a-b-network-request.md", "a-b-2-network-request.md", "A-B-3-network-request.md", "site-network-request.md", "site-2-network-request.md"], names);
    }

    private static string Markdown(Plan plan) => NetworkRequest.Markdown(plan, plan.Estate.Sites[0]);

    /// <summary>A package index is named in the catalogue's data alone: here its hosts bear the ids of their endpoints.</summary>
    private static string WithoutPackageIndex(string text)
    {
        foreach (var endpoint in EndpointCatalog.Default.Endpoints.Where(endpoint => endpoint.Id.StartsWith('p') && endpoint.Id.Contains("py", StringComparison.Ordinal)))
            text = text.Replace($"`{endpoint.Host}`", $"`{{{endpoint.Id}}}`", StringComparison.Ordinal);
        return text;
    }

    [GeneratedRegex("(`+)(?!`).*?(?<!`)\\1(?!`)")]
    private static partial Regex CodeSpan();
}
