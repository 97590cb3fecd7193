using System.Text;
using System.Text.Json;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.SiteFiles;
using Xunit;

namespace Fairlead.Tests.Reports;

/// <summary>The JSON contract: other programs read it to the letter.</summary>
public sealed class JsonReportTests
{
    private const string Folder = "tests/Fairlead.Tests/Cases/Plan";

    [Theory]
    [InlineData("madrid")]
    [InlineData("conflicts")]
    public void Is_what_it_has_always_been(string name) =>
        Golden.Matches(Report(Planner.Make(SiteFileReader.Parse($"{name}.yaml", File.ReadAllBytes(Repository.PathOf($"{Folder}/{name}.yaml"))), new PlanOptions { AsOf = Plans.Today })), Repository.PathOf($"{Folder}/{name}.json"));

    [Fact]
    public void The_sample_site_has_the_capacity_of_the_contract()
    {
        var root = Parse("madrid");
        var row = Assert.Single(root.GetProperty("capacity").EnumerateArray());
        (string, int)[] expected = [("available", 490), ("steady", 8), ("peak", 25), ("staleLeases", 12), ("documentedMinimum", 5), ("headroom", 465)];
        Assert.All(expected, figure => Assert.Equal(figure.Item2, row.GetProperty(figure.Item1).GetInt32()));
        Assert.Equal("""{"cluster":"madrid/shop","controlPlaneNodes":3,"workers":5,"workersMax":9,"loadBalancerVMs":0,"upgradeSpare":1,"staleLeases":12}""", JsonSerializer.Serialize(row.GetProperty("breakdown")[0]));
        Assert.Equal("""{"required":1,"planned":1}""", JsonSerializer.Serialize(root.GetProperty("controlPlaneIPs")));
        Assert.Equal("""{"services":9,"addresses":41}""", JsonSerializer.Serialize(root.GetProperty("loadBalancerIPs")));
        Assert.Equal(0, root.GetProperty("summary").GetProperty("errors").GetInt32() + root.GetProperty("summary").GetProperty("warnings").GetInt32());
    }

    [Fact]
    public void Numbers_of_IPv6_are_written_out()
    {
        var plan = Plans.Of("{apiVersion: fairlead.dev/v1, kind: Site, name: a, profile: kubernetes-vsphere, segments: [{name: s, prefix: '2001:db8::/32', addressing: dhcp, dhcp: {scopes: [{range: '2001:db8::/33'}]}}]}");
        Assert.Contains("\"available\": 39614081257132168796771975168,", Report(plan), StringComparison.Ordinal);
    }

    private static JsonElement Parse(string name) => JsonDocument.Parse(File.ReadAllText(Repository.PathOf($"{Folder}/{name}.json"))).RootElement;

    private static string Report(Plan plan)
    {
        using var stream = new MemoryStream();
        JsonReport.Write(plan, stream);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
