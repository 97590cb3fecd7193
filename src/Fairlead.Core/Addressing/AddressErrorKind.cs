namespace Fairlead.Core.Addressing;

/// <summary>Why a text is not an address, prefix or range.</summary>
public enum AddressErrorKind
{
    /// <summary>No error; only in a default <see cref="AddressError"/>.</summary>
    None = 0,

    /// <summary>No text at all, or nothing on one side of <c>-</c> or <c>/</c>.</summary>
    Empty,

    /// <summary>White space anywhere in the text.</summary>
    Whitespace,

    /// <summary>Anything that none of the other kinds describes: a host name, a typing error.</summary>
    NotAnAddress,

    /// <summary>A decimal number with a leading zero, which some programs read as octal.</summary>
    LeadingZero,

    /// <summary>IPv4 with fewer than four parts (10.1).</summary>
    ShortForm,

    /// <summary>IPv4 in hexadecimal (0x0a000001).</summary>
    Hexadecimal,

    /// <summary>An IPv4 part above 255.</summary>
    PartOutOfRange,

    /// <summary>A zone index (fe80::1%eth0).</summary>
    ZoneIndex,

    /// <summary>A dotted IPv4 address inside an IPv6 address (::ffff:10.0.0.1).</summary>
    EmbeddedIpv4,

    /// <summary>Square brackets ([::1], [::1]:53).</summary>
    Brackets,

    /// <summary>An IPv4 address with a port (10.0.0.1:53).</summary>
    Port,

    /// <summary>A prefix where a single address is wanted.</summary>
    UnexpectedPrefix,

    /// <summary>A range where a single address or a prefix is wanted.</summary>
    UnexpectedRange,

    /// <summary>An address where a prefix is wanted.</summary>
    MissingPrefixLength,

    /// <summary>A netmask or another text after the slash.</summary>
    PrefixLengthNotANumber,

    /// <summary>A prefix length above 32 or 128.</summary>
    PrefixLengthOutOfRange,

    /// <summary>The address of a prefix is not its lowest (10.0.0.1/8).</summary>
    HostBitsSet,

    /// <summary>The last address of a range is below the first.</summary>
    ReversedRange,

    /// <summary>One end of a range is IPv4, the other IPv6.</summary>
    MixedFamilies,
}
