namespace Fairlead.Core.Profiles;

/// <summary>A release of the resource bridge appliance.</summary>
/// <param name="Version">Of the appliance; the command line extension that deploys it counts on its own.</param>
/// <param name="Released">Year and month: <c>2024-07</c>.</param>
/// <param name="KubernetesVersion">The version it carries: on VMware the only one that clusters can have.</param>
public sealed record BridgeRelease(BridgeVersion Version, string Released, Sourced<string> KubernetesVersion);
