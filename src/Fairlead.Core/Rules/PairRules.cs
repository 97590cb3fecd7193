using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;

namespace Fairlead.Core.Rules;

/// <summary>
/// The table of pairs: which rule speaks about two claims that meet, and about which of them. The first row that fits decides; the other
/// party is named as related. What merely follows from two networks being laid over each other is folded into that finding.
/// </summary>
internal static class PairRules
{
    public static void Check(RuleContext context, IReadOnlyList<Claim> claims)
    {
        var conflicts = ConflictFinder.Find(claims);
        var folding = new ConflictFolding(conflicts);
        foreach (var conflict in conflicts)
        {
            if (folding.IsFolded(conflict))
                continue;
            var (rule, subject, other) = Judge(conflict);
            Report(context, conflict, rule, subject, other, folding.ConsequencesOf(conflict));
        }
    }

    private static (RuleInfo Rule, Party Subject, Party Other) Judge(Conflict conflict)
    {
        foreach (var (one, other) in ((Party, Party)[])[(conflict.Later, conflict.Earlier), (conflict.Earlier, conflict.Later)])
        {
            if (RuleAbout(one, other) is { } rule)
                return (rule, one, other);
        }

        throw new System.Diagnostics.UnreachableException($"No rule speaks about {conflict.Earlier.First} and {conflict.Later.First}.");
    }

    /// <summary>The rule whose subject is <paramref name="subject"/>; null when the other one is the subject.</summary>
    private static RuleInfo? RuleAbout(Party subject, Party other)
    {
        var (kind, met) = (subject.Kind, other.Kind);
        return kind switch
        {
            ClaimKind.ControlPlaneIp => met == ClaimKind.DhcpScope ? RuleCatalog.ControlPlaneIpInDhcpScope : RuleCatalog.ControlPlaneIpTaken,
            _ when met == ClaimKind.ControlPlaneIp => null,
            ClaimKind.LoadBalancer or ClaimKind.RoutedLoadBalancer when met is not (ClaimKind.PodCidr or ClaimKind.ServiceCidr) => RuleAboutLoadBalancer(subject, other),
            _ when met.IsLoadBalancer() && kind is not (ClaimKind.PodCidr or ClaimKind.ServiceCidr) => null,
            ClaimKind.BridgeControlPlaneIp => RuleCatalog.BridgeAddresses,
            ClaimKind.BridgeNodeIp => met == ClaimKind.BridgeControlPlaneIp && other.First.Site == subject.First.Site ? null : RuleCatalog.BridgeAddresses,
            _ when met.IsBridgeAddress() => null,
            ClaimKind.ServiceCidr => met == ClaimKind.PodCidr ? RuleCatalog.PodServiceOverlap : RuleCatalog.ServiceCidrOverlapsNetwork,
            ClaimKind.PodCidr => met == ClaimKind.ServiceCidr ? null : RuleCatalog.PodCidrOverlapsNetwork,
            _ when met.GroupOf() == ClaimGroup.Overlay => null,
            ClaimKind.DhcpScope or ClaimKind.NodePool => met.GroupOf() == ClaimGroup.Dynamic ? RuleCatalog.ScopesOverlap : RuleCatalog.ScopeCoversFixedAddress,
            ClaimKind.Reserved when met == ClaimKind.Reserved => RuleCatalog.ReservedOverlap,
            ClaimKind.Segment when met == ClaimKind.Segment => RuleCatalog.SegmentsOverlap,
            _ => null,
        };
    }

    private static RuleInfo RuleAboutLoadBalancer(Party subject, Party other) => other.Kind switch
    {
        ClaimKind.DhcpScope => RuleCatalog.LoadBalancerInDhcpScope,
        _ when other.Kind.IsLoadBalancer() && ReferenceEquals(other.First.Owner, subject.First.Owner) => RuleCatalog.LoadBalancerSelfOverlap,
        _ => RuleCatalog.LoadBalancerOverlap,
    };

    private static void Report(RuleContext context, Conflict conflict, RuleInfo rule, Party subject, Party other, int consequences)
    {
        var claim = subject.First;
        if (rule.Severities.Under(claim.Site.Profile.Name) is not { } usual)
            return;
        var met = other.Kind.IsHost() ? [.. other.Touching(conflict.Overlap)] : other.Claims;
        var otherText = ClaimText.Describe(new Party(met));
        context.Findings.Add(new Diagnostic
        {
            Rule = rule,
            Severity = SeverityOf(rule, claim, met) ?? usual,
            Site = claim.Site.Name,
            Subject = claim.Subject,
            Location = claim.Source,
            Message = $"{ClaimText.Capitalised(ClaimText.Describe(claim))} and {otherText} share {conflict.Overlap}.",
            Hint = HintFor(rule, claim, otherText),
            Overlap = conflict.Overlap,
            Related = [.. met.Select(mention => new RelatedClaim(mention.Subject, mention.Range, mention.Source))],
            Consequences = consequences,
        });
    }

    /// <summary>Where a pair is less severe than its rule.</summary>
    private static Severity? SeverityOf(RuleInfo rule, Claim subject, IReadOnlyList<Claim> met)
    {
        var profile = subject.Site.Profile;
        if (rule == RuleCatalog.ControlPlaneIpTaken && met[0].Kind == ClaimKind.NodePool && profile.ControlPlaneIpPickedByPlatform && met.Any(pool => pool.Segment == subject.Segment))
            return Severity.Warning;
        if (rule == RuleCatalog.ServiceCidrOverlapsNetwork && profile.ServiceCidrFixed && met.All(mention => mention.Kind == ClaimKind.DnsServer))
            return Severity.Warning;
        return null;
    }

    private static string HintFor(RuleInfo rule, Claim subject, string other) => rule.Id switch
    {
        "FL1001" => "change one of the prefixes; if both are one stretched network, give both the same 'stretched' id and prefix; if they are apart, another addressSpace",
        "FL2003" => $"exclude {subject.Range} from the scope, or move the control plane IP out of it",
        "FL2004" => $"choose another control plane IP: this one is {other}",
        "FL3002" => "exclude those addresses from the scope, or end it before them",
        "FL3003" => "give each address to one scope or pool alone",
        "FL4002" => "exclude the range from the scope, or move it out",
        "FL4004" or "FL4008" => "cut the range to addresses that nobody else claims",
        "FL5001" or "FL5002" or "FL5003" when subject.IsDefault => $"write {(subject.Kind == ClaimKind.PodCidr ? "podCIDR" : "serviceCIDR")} with a network that nobody uses where the platform allows it, or move the other",
        "FL5001" or "FL5002" or "FL5003" => "choose a network that nobody uses",
        "FL7006" => "give the bridge addresses that are its own",
        _ => "change one of the two",
    };
}
