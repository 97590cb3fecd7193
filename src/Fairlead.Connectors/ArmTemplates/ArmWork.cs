namespace Fairlead.Connectors.ArmTemplates;

/// <summary>How much a template may make of itself: loops in loops would fill every memory.</summary>
internal sealed class ArmWork
{
    public const int MostCopies = 800; // what a deployment may have (Azure's limits of templates)

    public const int LongestText = 64 * 1024;

    public const string TooMuch = "its template makes more of itself than Fairlead follows";

    private const int MostSteps = 500_000;
    private const int Deepest = 200;

    private int _steps;
    private int _depth;

    /// <summary>Whether there is room for one more value; each true needs a <see cref="Leave"/>.</summary>
    public bool Enter()
    {
        if (_steps >= MostSteps || _depth >= Deepest)
            return false;
        _steps++;
        _depth++;
        return true;
    }

    public void Leave() => _depth--;

    /// <summary>Counts a list or text that a function made, so that doubling it again and again ends.</summary>
    public bool Spend(int steps)
    {
        _steps = Math.Min(_steps + steps, MostSteps);
        return _steps < MostSteps;
    }
}
