namespace Fairlead.Core.Sites.Spec;

public sealed class ProxySpec : SpecObject
{
    public Field<string> Http { get; internal set; }

    public Field<string> Https { get; internal set; }

    public Field<IReadOnlyList<Located<string>>> NoProxy { get; internal set; }
}

public sealed class FirewallSpec : SpecObject
{
    public Field<IReadOnlyList<AllowSpec>> Allow { get; internal set; }
}

/// <summary>One rule of what the firewall lets out.</summary>
public sealed class AllowSpec : SpecObject
{
    public Field<string> Host { get; internal set; }

    public Field<int> Port { get; internal set; }
}
