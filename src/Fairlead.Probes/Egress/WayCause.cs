namespace Fairlead.Probes.Egress;

/// <summary>What one way comes to: the one cause, in words, and what to do.</summary>
/// <param name="What">A sentence's end: <c>its name is not found: …</c>.</param>
/// <param name="IsShut">The way leads nowhere, so that another one decides.</param>
/// <param name="IsWarning">It may be the endpoint's own doing.</param>
internal sealed record WayCause(string Reason, string What, string? Hint, bool IsPass = false, bool IsShut = false, bool IsWarning = false)
{
    public static WayCause Pass(string what, string reason = "reachable") => new(reason, what, null, IsPass: true);

    public static WayCause Shut(string reason, string what, string hint) => new(reason, what, hint, IsShut: true);
}
