namespace Fairlead.Probes.Neighbours;

/// <summary>What befell the interface while it was asked through.</summary>
public enum LinkFault
{
    None,

    /// <summary>It is gone, or was made anew.</summary>
    InterfaceLost,

    /// <summary>It was set down, or the cable is out.</summary>
    NoCarrier,

    /// <summary>The address that the questions came from is no longer its own.</summary>
    AddressChanged,
}

public static class LinkFaults
{
    /// <summary>As a reason.</summary>
    public static string Word(this LinkFault fault) => fault switch
    {
        LinkFault.InterfaceLost => "interface-lost",
        LinkFault.NoCarrier => "no-carrier",
        LinkFault.AddressChanged => "address-changed",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No such fault."),
    };
}
