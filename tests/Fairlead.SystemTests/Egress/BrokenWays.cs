using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Egress;
using Xunit;

namespace Fairlead.SystemTests.Egress;

/// <summary>A segment whose way out breaks differently for each host, by real daemons; asked once.</summary>
public sealed class BrokenWays : IAsyncLifetime
{
    private LabNetwork? _lab;

    internal Answer Run { get; private set; } = null!;

    internal IReadOnlyList<CheckAnswer> Checks { get; private set; } = [];

    internal LabNode Machine => _lab!["vm"];

    public async ValueTask InitializeAsync()
    {
        LabNetwork.Require();
        var ct = TestContext.Current.CancellationToken;
        _lab = await LabNetwork.StartAsync(EgressScenes.Broken, ct);
        Run = await Machine.FairleadAsync(["check", "site.yaml", "--only", "egress,proxy", "--public-roots", "public.pem", "--format", "json"], ct);
        Checks = CheckAnswer.Of(Run);
    }

    public async ValueTask DisposeAsync()
    {
        if (_lab is not null)
            await _lab.DisposeAsync();
    }
}
