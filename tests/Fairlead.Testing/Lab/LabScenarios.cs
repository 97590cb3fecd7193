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
        .. Neighbours.NeighbourScenarios.All,
    ];
}
