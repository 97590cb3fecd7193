using System.CommandLine;
using System.CommandLine.Parsing;

namespace Fairlead.Cli.Checks;

/// <summary>How fast a guest may ask. Switches with ARP inspection shut a port at 15 ARP packets per second (Cisco's default).</summary>
internal static class ProbeManners
{
    public const double DefaultRate = 10;

    /// <summary>Above it, only the owner of a network may say that it bears more.</summary>
    public const double MostForGuests = 500;

    /// <summary>What an interface can send at all, generously.</summary>
    private const double Most = 1_000_000;

    public static void Validate(CommandResult result, Option<double> rate, Option<bool> owns)
    {
        if (result.GetResult(rate) is not { Implicit: false } given || given.Errors.Any())
            return;
        var asked = result.GetValue(rate);
        if (asked is not (> 0 and <= Most))
            result.AddError(FormattableString.Invariant($"--rate takes broadcasts per second, more than 0 and at most {Most}."));
        else if (asked > MostForGuests && !result.GetValue(owns))
            result.AddError(FormattableString.Invariant($"--rate {asked} is more than {MostForGuests} broadcasts per second: add --i-own-this-network if you answer for every switch on it."));
    }
}
