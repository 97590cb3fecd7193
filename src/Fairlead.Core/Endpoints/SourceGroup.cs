namespace Fairlead.Core.Endpoints;

/// <summary>Machines that traffic comes from.</summary>
/// <param name="Id">For example <c>cluster-vms</c>.</param>
/// <param name="Description">In words.</param>
public sealed record SourceGroup(string Id, string Description);
