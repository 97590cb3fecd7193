namespace Fairlead.Core.Sites.Spec;

/// <summary>A <c>kind: Site</c> document as written.</summary>
public sealed class SiteSpec : SpecObject
{
    public Field<string> Name { get; internal set; }

    public Field<string> Profile { get; internal set; }

    public Field<string> AddressSpace { get; internal set; }

    public Field<string> Region { get; internal set; }

    public Field<SitePolicy> Policy { get; internal set; }

    public Field<InfrastructureSpec> Infrastructure { get; internal set; }

    public Field<ResourceBridgeSpec> ResourceBridge { get; internal set; }

    public Field<ProxySpec> Proxy { get; internal set; }

    public Field<FirewallSpec> Firewall { get; internal set; }

    public Field<IReadOnlyList<SegmentSpec>> Segments { get; internal set; }

    public Field<IReadOnlyList<ClusterSpec>> Clusters { get; internal set; }

    public Field<IReadOnlyList<OverrideSpec>> Overrides { get; internal set; }
}

/// <summary>What a server does with a site that has errors.</summary>
public enum SitePolicy
{
    Record,
    Strict,
}
