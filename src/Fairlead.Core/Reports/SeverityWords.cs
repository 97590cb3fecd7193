using Fairlead.Core.Diagnostics;

namespace Fairlead.Core.Reports;

/// <summary>Severities as the contract writes them.</summary>
internal static class SeverityWords
{
    public static string Word(this Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };
}
