using Fairlead.Probes.Dhcp;
using Fairlead.Probes.Paths;
using Fairlead.Probes.Running;

namespace Fairlead.Cli.Checks;

/// <summary>Every family of live questions, in the order of their rules.</summary>
internal static class CheckFamilies
{
    public static IReadOnlyList<ICheckFamily> All { get; } = [new DhcpFamily(), new PathFamily()];

    /// <param name="names">None: all.</param>
    public static IReadOnlyList<ICheckFamily> Named(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? All : [.. All.Where(family => names.Contains(family.Name))];
}
