using Fairlead.Core.Diagnostics;

namespace Fairlead.Core.Rules;

/// <summary>A rule's severity under each profile; null where the profile has nothing to judge.</summary>
public sealed record RuleSeverities(Severity? AksArcVmware, Severity? AksAzureLocal, Severity? KubernetesVsphere)
{
    public static RuleSeverities All(Severity severity) => new(severity, severity, severity);

    public Severity? Under(string profile) => profile switch
    {
        "aks-arc-vmware" => AksArcVmware,
        "aks-azure-local" => AksAzureLocal,
        "kubernetes-vsphere" => KubernetesVsphere,
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "No such profile."),
    };

    public bool IsUniform => AksArcVmware == AksAzureLocal && AksAzureLocal == KubernetesVsphere;
}
