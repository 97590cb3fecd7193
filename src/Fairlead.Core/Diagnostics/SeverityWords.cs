namespace Fairlead.Core.Diagnostics;

/// <summary>Severities as the contract writes them.</summary>
public static class SeverityWords
{
    public static string Word(this Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };
}
