namespace Fairlead.Testing.Lab;

/// <summary>An interface of a machine and where it is plugged in.</summary>
/// <param name="Name"><c>eth0</c>, <c>eth1</c>, … in the order in which they were added.</param>
/// <param name="Addresses">With their prefix lengths: <c>10.77.0.5/24</c>.</param>
/// <param name="Mac">Null: the kernel's choice.</param>
internal sealed record NicPlan(string Name, string Segment, IReadOnlyList<string> Addresses, string? Mac, int Mtu)
{
    public string HardwareAddress => Mac is null ? "" : $" address {Mac}";
}
