namespace Fairlead.Connectors.ArmTemplates;

/// <summary>A resource that a deployment would make.</summary>
/// <param name="Type">In full, those of the resources around it included.</param>
/// <param name="Name">In full; null where it is not known.</param>
/// <param name="Scope">The resource that it extends; null for most.</param>
/// <param name="Path">Of the template, for notes: <c>resources[2]</c>.</param>
internal sealed record ArmResource(string Type, ArmText? Name, string? Scope, string Path, ArmObject Body)
{
    public bool IsOf(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);
}
