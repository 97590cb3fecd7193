using Fairlead.Core.Addressing;

namespace Fairlead.Core.Sites.Spec;

/// <summary>The Arc resource bridge appliance.</summary>
public sealed class ResourceBridgeSpec : SpecObject
{
    public Field<string> Version { get; internal set; }

    public Field<IpPrefix> Prefix { get; internal set; }

    public Field<IpAddr> Gateway { get; internal set; }

    public Field<IpAddr> ControlPlaneIp { get; internal set; }

    public Field<IReadOnlyList<Located<IpRange>>> NodeIps { get; internal set; }
}
