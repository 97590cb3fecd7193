using System.Diagnostics.CodeAnalysis;

namespace Fairlead.Probes.Running;

/// <summary>What to say where raw packets are needed and this process may send none.</summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is about a permission, not of the framework's kind.")]
public static class RawPermission
{
    /// <summary>The reason of what was skipped for it.</summary>
    public const string Reason = "needs-cap-net-raw";

    /// <summary>The exact line that mends it.</summary>
    public static string Hint { get; } = HintFor(Environment.ProcessPath);

    /// <param name="program">Where the running program lies; null when the system does not say.</param>
    internal static string HintFor(string? program)
    {
        // A capability on the shared runtime would be one for every program that it runs.
        if (program is null || Path.GetFileNameWithoutExtension(program) == "dotnet")
            return "run fairlead with sudo";
        var quoted = program.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+".Contains(c, StringComparison.Ordinal)) ? program : $"'{program.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        return $"allow it once: sudo setcap cap_net_raw+ep {quoted}; or run fairlead with sudo";
    }
}
