using System.CommandLine;
using System.Globalization;
using System.Text;
using Fairlead.Cli.Output;
using Fairlead.Cli.Serving;
using Fairlead.Server.Access;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead token</c>: who may use the API of a server on this data folder.</summary>
internal static class TokenCommand
{
    public static Command Build(Terminal terminal) => new("token", "Make, list and revoke tokens of the API. Their secrets are shown once, and only their hashes are kept.")
    {
        Create(terminal),
        List(terminal),
        Revoke(terminal),
    };

    private static Option<string?> Data() => new("--data") { Description = "Data folder of the server.", HelpName = "dir" };

    private static TokenFile FileIn(string? folder) => TokenFile.In(DataFolder.Of(folder).Prepare().Path, TimeProvider.System);

    private static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("name") { Description = "Who it is for, as history shows it." };
        var scope = new Option<Scope>("--scope") { Description = "What it may do: read, reserve or admin, each with those before it.", DefaultValueFactory = _ => Scope.Read, HelpName = "scope", CustomParser = ReadScope };
        var sites = new Option<string[]>("--site") { Description = "Only on this site; several with several --site. Default: all.", HelpName = "site" };
        var days = new Option<int?>("--days") { Description = "It ends after so many days; default: never.", HelpName = "n" };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
                result.AddError("--days takes at least 1.");
        });
        var data = Data();
        var command = new Command("create", "Make a token; its secret is the one line of output.") { name, scope, sites, days, data };
        command.SetAction(arguments =>
        {
            var on = arguments.GetValue(sites) is { Length: > 0 } named ? SiteSet.Of(named) : SiteSet.All;
            var expires = arguments.GetValue(days) is { } count ? TimeProvider.System.GetUtcNow().AddDays(count) : (DateTimeOffset?)null;
            var made = FileIn(arguments.GetValue(data)).Create(arguments.GetRequiredValue(name), new Grant(arguments.GetValue(scope), on), expires);
            ResultWriter.Write(terminal, null, stream => stream.Write(Encoding.UTF8.GetBytes(made.Secret + "\n")));
            return ExitCodes.Good;
        });
        return command;
    }

    private static Scope ReadScope(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (!Scopes.TryParse(result.Tokens[0].Value, out var scope))
            result.AddError($"--scope takes read, reserve or admin, not '{result.Tokens[0].Value}'.");
        return scope;
    }

    private static Command List(Terminal terminal)
    {
        var data = Data();
        var command = new Command("list", "Show who has a token, and for what.") { data };
        command.SetAction(arguments =>
        {
            var text = new StringBuilder();
            foreach (var token in FileIn(arguments.GetValue(data)).List())
            {
                var (sites, end) = (token.Sites is { } named ? string.Join(',', named) : "all sites", token.Expires is { } day ? string.Create(CultureInfo.InvariantCulture, $"until {day:yyyy-MM-dd}") : "");
                text.Append($"{token.Name,-24} {token.Scope,-8} {sites,-24} {end}".TrimEnd()).Append('\n');
            }

            ResultWriter.Write(terminal, null, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
            return ExitCodes.Good;
        });
        return command;
    }

    private static Command Revoke(Terminal terminal)
    {
        var name = new Argument<string>("name") { Description = "Whose token it is." };
        var data = Data();
        var command = new Command("revoke", "End a token; a running server refuses it from the next request on.") { name, data };
        command.SetAction(arguments =>
        {
            var token = arguments.GetRequiredValue(name);
            if (FileIn(arguments.GetValue(data)).Revoke(token))
                return ExitCodes.Good;
            terminal.Error.WriteLine($"fairlead: there is no token '{token}'; 'fairlead token list' shows them.");
            return ExitCodes.UnusableInput;
        });
        return command;
    }
}
