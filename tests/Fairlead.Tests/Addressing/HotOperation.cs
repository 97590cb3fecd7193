namespace Fairlead.Tests.Addressing;

/// <summary>Something that must not allocate; true when it did what it is meant to do.</summary>
public sealed record HotOperation(string Name, Func<bool> Run)
{
    public override string ToString() => Name;
}
