using System.Text.Json.Nodes;
using Fairlead.SystemTests.Arp;
using Fairlead.Testing.Lab;
using Xunit;

namespace Fairlead.SystemTests.Serving;

/// <summary>What <c>fairlead up</c> sees from where it stands, on a real segment, and writes into the ledger.</summary>
public sealed class FirstLookTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whether_a_control_plane_IP_answers_is_written_down(bool isHeld)
    {
        await using var lab = await ArpLab.StartAsync(plan => plan.Node("member", node => node.On("lan", isHeld ? "10.77.255.250/16" : "10.77.200.1/16")), Ct);
        var me = lab["me"];
        var site = await me.WriteAsync("site.yaml", ArpLab.Site, Ct);
        var data = Path.Combine(me.Folder, "data");
        await using var up = me.Start(LabNode.Fairlead, ["up", site, "--data", data, "--listen", "127.0.0.1:0"]);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        JsonNode? seen = null;
        while (seen is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), limit.Token);
            var listed = await me.FairleadAsync(["ledger", "list", "madrid", "--data", data, "--format", "json"], limit.Token);
            if (listed.ExitCode == 0)
                seen = JsonNode.Parse(listed.Output)!.AsArray().Single(holding => (string?)holding!["range"] == "10.77.255.250")!["lastSeen"];
        }

        Assert.Equal(isHeld, (bool)seen["answered"]!);
    }
}
