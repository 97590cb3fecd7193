namespace Fairlead.Core.Addressing;

/// <summary>The address family. Part of every address, so that 0.0.0.1 and ::1 are never equal and never overlap.</summary>
public enum IpFamily : byte
{
    /// <summary>Only the family of a default value.</summary>
    None = 0,
    V4 = 4,
    V6 = 6,
}
