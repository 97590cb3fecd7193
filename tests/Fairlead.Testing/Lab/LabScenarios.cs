using Fairlead.Testing.Lab.Egress;

namespace Fairlead.Testing.Lab;

/// <summary>A Lab with a name, for use by hand (<c>./lab up NAME</c>).</summary>
public sealed record LabScenario(string Name, string Description, Action<LabPlan> Describe);

/// <summary>What <c>./lab up</c> knows.</summary>
public static class LabScenarios
{
    /// <summary>There is one Lab by hand at a time.</summary>
    public const string HandId = "hand";

    public static IReadOnlyList<LabScenario> All { get; } =
    [
        new("pair", "two machines on one segment, IPv4 and IPv6", plan => plan
            .Segment("lan")
            .Node("a", node => node.On("lan", "10.77.0.1/24", "2001:db8:77::1/64"))
            .Node("b", node => node.On("lan", "10.77.0.2/24", "2001:db8:77::2/64"))),
        new("egress-broken", "a way out that breaks differently for each host; fairlead check site.yaml --public-roots public.pem on vm", EgressScenes.Broken),
        new("egress-proxied", "a direct way that is shut, and squid beside it, without and with a user", EgressScenes.Proxied),
        new("egress-far", "everything 200 ms away, and two black holes", EgressScenes.Far),
        .. Names.NameScenarios.All,
        .. Neighbours.NeighbourScenarios.All,
    ];
}
