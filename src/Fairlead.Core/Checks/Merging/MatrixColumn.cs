namespace Fairlead.Core.Checks.Merging;

/// <summary>What is reached, in the order in which reports show it.</summary>
public enum MatrixKind
{
    /// <summary>A TCP port of another party of the site.</summary>
    Port,

    /// <summary>A public endpoint.</summary>
    Endpoint,

    /// <summary>A DNS server, or a name that several have to agree on.</summary>
    Dns,

    /// <summary>A party that packets are to reach in full size.</summary>
    PacketSize,

    /// <summary>A clock.</summary>
    Clock,
}

/// <param name="Name">An address or host with its port, as the check's target has it.</param>
public sealed record MatrixColumn(MatrixKind Kind, string Name)
{
    /// <returns>Null for a check that is not about reaching something (who holds an address, which DHCP server answers).</returns>
    public static MatrixColumn? Of(CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var target = result.Target ?? result.Subject;
        return result.Check.Id switch
        {
            "path.port" => new(MatrixKind.Port, target),
            "path.mtu" => new(MatrixKind.PacketSize, target),
            "path.clock" => new(MatrixKind.Clock, target),
            // A name is asked at a server (name@server), which is what is reached or not.
            _ when result.Check.Family == "dns" => new(MatrixKind.Dns, target[(target.LastIndexOf('@') + 1)..]),
            _ when result.Check.Family == "egress" => new(MatrixKind.Endpoint, target),
            _ => null,
        };
    }
}
