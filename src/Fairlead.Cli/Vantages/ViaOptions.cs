using System.CommandLine;

namespace Fairlead.Cli.Vantages;

/// <summary><c>--via</c> and what belongs to it.</summary>
internal static class ViaOptions
{
    /// <summary>Those that this end answers for, or that need other words there.</summary>
    private static readonly HashSet<string> Local = ["--via", "--via-sudo", "--format", "--output", "--no-color", "--allow-unknown", "--ca", "--public-roots", "--pcap", "--merge"];

    public static Option<string?> Via()
    {
        var via = new Option<string?>("--via") { Description = "Ask from another machine: copy this program there by SSH, run it, bring the answers back and leave nothing. FAIRLEAD_SSH names another ssh.", HelpName = "ssh://user@host:port" };
        via.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !SshTarget.TryParse(token.Value, out _))
                result.AddError($"--via takes ssh://user@host or ssh://user@host:port, not '{token.Value}'. Keys and jump hosts are your SSH configuration's.");
        });
        return via;
    }

    public static Option<bool> ViaSudo() => new("--via-sudo") { Description = "With --via: run it there through 'sudo -n', for raw packets." };

    /// <summary>The options of this run as the other machine is to get them.</summary>
    public static IReadOnlyList<string> ForThere(ParseResult arguments) =>
    [
        .. arguments.CommandResult.Command.Options
            .Where(option => !Local.Contains(option.Name))
            .SelectMany(option => arguments.GetResult(option) is { Implicit: false } given ? WordsOf(option, [.. given.Tokens.Select(token => token.Value)]) : []),
    ];

    /// <summary>Options that name a file of this machine, which has to be sent: those that were given.</summary>
    public static IReadOnlyList<(string Option, string File)> FilesOf(params IEnumerable<(Option Option, string? File)> options) =>
        [.. options.Where(each => each.File is not null).Select(each => (each.Option.Name, each.File!))];

    private static IEnumerable<string> WordsOf(Option option, string[] values) =>
        values.Length == 0 ? [option.Name] : values.SelectMany(value => (string[])[option.Name, value]);
}
