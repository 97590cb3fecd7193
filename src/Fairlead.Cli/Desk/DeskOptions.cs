using System.CommandLine;
using Fairlead.Cli.Serving;
using Fairlead.Core.Diagnostics;

namespace Fairlead.Cli.Desk;

/// <summary>The options that say whom to ask: a server, or the ledger on this machine.</summary>
internal sealed class DeskOptions
{
    private const string TokenVariable = "FAIRLEAD_TOKEN";

    private readonly LedgerPlace _place = new();

    private readonly Option<Uri?> _server = new("--server")
    {
        Description = $"Ask this server instead of a ledger on this machine; its token comes from {TokenVariable} or --token-file.",
        HelpName = "url",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                result.AddError($"--server takes an address such as https://fairlead.example.com, not '{text}'.");
            else if (uri.Scheme == "http" && !uri.IsLoopback)
                result.AddError($"--server: {text} would send the token unprotected; use https.");
            else
                return uri;
            return null;
        },
    };

    private readonly Option<string?> _tokenFile = new("--token-file") { Description = "File that holds the server's token.", HelpName = "file" };

    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_tokenFile);
        _place.AddTo(command);
    }

    /// <exception cref="Ledger.LedgerUnavailableException">The ledger on this machine can't be opened.</exception>
    /// <exception cref="UnusableInputException">There is no ledger here, or no token for the server.</exception>
    public async Task<ILedgerDesk> OpenAsync(ParseResult arguments, CancellationToken ct) =>
        arguments.GetValue(_server) is { } server
            ? new RemoteDesk(server, TokenOf(arguments.GetValue(_tokenFile)))
            : new LocalDesk(await Ledger.Ledger.OpenAsync(_place.ExistingStoreOf(arguments), TimeProvider.System, ct));

    /// <returns>Null where no ledger is named and none is in the usual place.</returns>
    /// <inheritdoc cref="OpenAsync"/>
    public async Task<ILedgerDesk?> OpenIfThereAsync(ParseResult arguments, CancellationToken ct) =>
        arguments.GetValue(_server) is null && !_place.IsThere(arguments) ? null : await OpenAsync(arguments, ct);

    private static string TokenOf(string? file)
    {
        try
        {
            var token = file is null ? Environment.GetEnvironmentVariable(TokenVariable) : File.ReadAllText(file);
            return token?.Trim() is { Length: > 0 } text ? text : throw new UnusableInputException($"The server wants a token: put it into {TokenVariable}, or name a file with --token-file. 'fairlead token create NAME' makes one where the server runs.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"--token-file: {file} can't be read ({exception.Message}).");
        }
    }
}
