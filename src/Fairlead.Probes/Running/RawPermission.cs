using System.Diagnostics.CodeAnalysis;
using Fairlead.Core.Reports.Checks;

namespace Fairlead.Probes.Running;

/// <summary>What to say where raw packets are needed and this process may send none.</summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is about a permission, not of the framework's kind.")]
public static class RawPermission
{
    /// <summary>The reason of what was skipped for it.</summary>
    public const string Reason = RawPermissionNote.Reason;

    /// <summary>What mends it, in general; who shows it knows the line to type.</summary>
    public const string Hint = "give the program the capability CAP_NET_RAW, or run it as root";
}
