using System.Text;
using Fairlead.Bench.Estates;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.Core.Sites.Text;
using Fairlead.SiteFiles;
using Xunit;

namespace Fairlead.Tests.Performance;

/// <summary>Twice the estate costs twice the bytes, so nothing in the planner looks at everything for each thing.</summary>
public sealed class PlanAllocationTests
{
    private const double MostGrowth = 2.2;
    private const int Clusters = 500;

    private static readonly PlanOptions Options = new() { AsOf = new DateOnly(2026, 1, 1) };

    public static TheoryData<Case> Estates =>
    [
        new Case("healthy", new EstateOptions { Clusters = Clusters, Segments = Clusters / 20 }),
        new Case("with mistakes", new EstateOptions { Clusters = Clusters, Segments = Clusters / 20, Mistakes = 0.2 }),
        new Case("all automatic", new EstateOptions { Clusters = Clusters, Segments = Clusters / 20, IsAutomatic = true }),
    ];

    [Theory]
    [MemberData(nameof(Estates))]
    public void Twice_the_estate_takes_twice_the_bytes(Case estate)
    {
        BytesToPlan(estate.Options); // loads what is read on first use
        var once = BytesToPlan(estate.Options);
        var twice = BytesToPlan(estate.Options with { Clusters = 2 * Clusters, Segments = 2 * estate.Options.Segments });
        Assert.InRange(twice / (double)once, 1, MostGrowth);
    }

    [Theory]
    [MemberData(nameof(Estates))]
    public void An_estate_is_as_healthy_as_it_was_asked_for(Case estate)
    {
        var plan = Planner.Make(Read(estate.Options), Options);
        var isMistaken = estate.Options.Mistakes > 0;
        Assert.Equal(isMistaken, plan.Diagnostics.Any(finding => finding.Severity > Core.Diagnostics.Severity.Info));
        Assert.Equal(isMistaken ? plan.ControlPlaneIps.Planned : Clusters, plan.ControlPlaneIps.Planned);
    }

    private static long BytesToPlan(EstateOptions options)
    {
        var documents = Read(options);
        var before = GC.GetAllocatedBytesForCurrentThread();
        JsonReport.Write(Planner.Make(documents, Options), Stream.Null);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static List<SourceDocument> Read(EstateOptions options) =>
        [.. EstateGenerator.Files(options).SelectMany(file => SiteFileReader.Parse(file.Path, Encoding.UTF8.GetBytes(file.Text)))];

    public sealed record Case(string Name, EstateOptions Options)
    {
        public override string ToString() => Name;
    }
}
