namespace Fairlead.Core.Checks;

/// <summary>A site that a run asked about.</summary>
/// <param name="Needs">From where it has to be asked; in the order of the port catalogue.</param>
public sealed record CheckedSite(string Name, string Profile, IReadOnlyList<VantageNeed> Needs);

/// <summary>A kind of machine that has to reach things, so that somebody has to look from there.</summary>
/// <param name="Role">Of the port catalogue.</param>
/// <param name="Segment"><c>madrid/k8s-prod</c>, where it matters which; else null.</param>
public sealed record VantageNeed(string Role, string? Segment)
{
    public bool IsMetBy(Vantage vantage)
    {
        ArgumentNullException.ThrowIfNull(vantage);
        return vantage.Role == Role && (Segment is null || vantage.Segment == Segment);
    }
}
