namespace Fairlead.Core.Profiles;

/// <summary>The two forms of node pool names.</summary>
internal enum PoolNameForm
{
    /// <summary>3 to 12 lower-case letters and digits, a letter first.</summary>
    Short,

    /// <summary>An RFC 1123 label.</summary>
    Label,
}
