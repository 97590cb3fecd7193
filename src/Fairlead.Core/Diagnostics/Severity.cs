namespace Fairlead.Core.Diagnostics;

/// <summary>How much a finding matters. Only <see cref="Error"/> makes a plan fail.</summary>
public enum Severity
{
    Info,
    Warning,
    Error,
}
