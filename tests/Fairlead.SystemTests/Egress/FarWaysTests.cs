using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Egress;
using Xunit;

namespace Fairlead.SystemTests.Egress;

/// <summary>Distance and black holes: the answers, not the time they took.</summary>
public sealed class FarWaysTests
{
    [Fact]
    public async Task Two_black_holes_leave_the_others_as_they_are()
    {
        LabNetwork.Require();
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(EgressScenes.Far, ct);
        var run = await lab["vm"].FairleadAsync(["check", "site.yaml", "--only", "egress", "--public-roots", "public.pem", "--format", "json"], ct);
        var asked = CheckAnswer.Of(run).Where(check => check.Outcome != "unknown").ToList();
        Assert.Equal(["aka.ms:443", "gcr.io:443"], asked.Where(check => check.Outcome == "failed" && check.Reason == "tcp-filtered").Select(check => check.Target));
        Assert.All(asked.Where(check => check.Target is not ("aka.ms:443" or "gcr.io:443")), check => Assert.Equal("passed", check.Outcome));
        Assert.InRange(asked.Count, 30, 60);
    }
}
