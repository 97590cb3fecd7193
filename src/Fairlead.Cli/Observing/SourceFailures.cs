using Fairlead.Core.Joins;
using Fairlead.Core.Observations;

namespace Fairlead.Cli.Observing;

/// <summary>Says which sources could not be read, where the result itself does not.</summary>
internal static class SourceFailures
{
    public static void Report(ObservedWorld observed, Terminal terminal)
    {
        foreach (var failed in observed.Outcomes.OfType<ObservationOutcome.Failed>())
            terminal.Error.WriteLine($"fairlead: {failed.Message} {failed.Hint}");
    }
}
