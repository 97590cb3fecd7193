using Xunit;

namespace Fairlead.Tests.Fuzzing;

/// <summary>No bytes may make the planner fail. Every run does the same inputs; the soak campaign does those that nobody has tried before.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Inputs = 3_000;

    [Fact]
    public Task The_planner_survives_the_inputs_of_a_fixed_seed() => Survive(20_260_316);

    [Fact]
    public void One_seed_makes_the_same_inputs_every_time()
    {
        var (first, second) = (new Mutator(new Random(7)), new Mutator(new Random(7)));

        for (var i = 0; i < 50; i++)
            Assert.Equal(first.Next().Bytes, second.Next().Bytes);
    }

    private async Task Survive(int seed)
    {
        output.WriteLine($"seed {seed}");
        var campaign = new Campaign(seed, Inputs);

        await campaign.Run(mostFailures: 3, TestContext.Current.CancellationToken);

        Assert.True(campaign.Failures.Count == 0, string.Join(Environment.NewLine, campaign.Failures));
        Assert.InRange(campaign.Unusable, Inputs / 4, Inputs * 97 / 100); // both kinds were there: refused, and judged
    }
}
