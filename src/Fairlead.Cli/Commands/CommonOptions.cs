using System.CommandLine;
using System.Globalization;
using Fairlead.Core.Addressing;

namespace Fairlead.Cli.Commands;

/// <summary>Options that several commands share, with one meaning.</summary>
internal static class CommonOptions
{
    public static Argument<string[]> Sites() => new("site")
    {
        Description = "Site files, or folders that hold them (*.yaml, *.yml, *.json); - is standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Argument<IpRange> Address() => new("address")
    {
        Description = "An address, a range a-b or a prefix.",
        CustomParser = result =>
        {
            if (!IpRange.TryParse(result.Tokens[0].Value, out var range, out var error))
                result.AddError($"{error.Message} ({error.Hint})");
            return range;
        },
    };

    public static Option<string?> Output() => new("--output", "-o")
    {
        Description = "Write the result to this file instead of standard output.",
        HelpName = "file",
    };

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Show findings alone: no plan, no progress." };

    public static Option<bool> NoColor() => new("--no-color") { Description = "No colours; NO_COLOR does the same." };

    public static Option<bool> NoOverrides() => new("--no-overrides") { Description = "Let findings count that an override accepts." };

    /// <remarks>Today is no default value of the option: the help would say another one every day.</remarks>
    public static Option<DateOnly?> AsOf() => new("--as-of")
    {
        Description = "Judge as if today were this day (UTC), such as 2027-03-31.",
        HelpName = "date",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                return date;
            result.AddError($"--as-of takes a day such as 2027-03-31, not '{text}'.");
            return null;
        },
    };

    public static DateOnly Day(DateOnly? asOf) => asOf ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    public static Option<string> Format(params string[] formats)
    {
        var option = new Option<string>("--format") { Description = "How to show the result.", DefaultValueFactory = _ => formats[0] };
        option.AcceptOnlyFromAmong(formats);
        return option;
    }
}
