using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Arp;

/// <summary>Which machines are members of what exists already.</summary>
/// <param name="Macs">Of machines that hold a node address.</param>
/// <param name="WhyUnknown">The reason, in kebab-case, why a machine that is not among them may be a member all the same; null: it is none.</param>
internal sealed record Membership(IReadOnlySet<MacAddress> Macs, string? WhyUnknown)
{
    public static Membership Unknown(string why) => new(new HashSet<MacAddress>(), why);
}
