using System.CommandLine;
using Fairlead.Cli.Serving;
using Fairlead.Core.Addressing;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Fairlead.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead serve</c>: the server alone, for a service.</summary>
internal static class ServeCommand
{
    public static Command Build(Terminal terminal)
    {
        var listen = ListOf<ListenAddress>("--listen", $"Address and port; default {ServerStart.UsualAddress}. Beyond loopback it needs TLS and authentication.", "address:port", ReadAddress);
        var certificate = new Option<string?>("--tls-certificate") { Description = "PEM file of the server's certificate, those of its authorities behind it.", HelpName = "file" };
        var key = new Option<string?>("--tls-key") { Description = "PEM file of its key, readable by the server alone.", HelpName = "file" };
        var proxies = ListOf<IpPrefix>("--trusted-proxy", "Address or prefix of a proxy that ends TLS in front of the server, and whose X-Forwarded headers are believed.", "address", ReadPrefix);
        var names = new Option<string[]>("--name") { Description = "Host name that the server answers for, beside loopback's and its addresses.", HelpName = "host" };
        var issuer = new Option<Uri?>("--oidc-issuer") { Description = "OpenID Connect issuer whose bearer tokens are accepted.", HelpName = "url", CustomParser = ReadUri };
        var audience = new Option<string?>("--oidc-audience") { Description = "The audience that its tokens must be made for.", HelpName = "name" };
        var sessionKey = new Option<string?>("--session-key-file") { Description = "File of 32 random bytes that seal the page's cookies; replicas share one. Default: new ones at every start.", HelpName = "file" };
        var logJson = new Option<bool>("--log-json") { Description = "One JSON object a line on standard error." };
        var logLevel = new Option<LogLevel>("--log-level") { Description = "The least that is logged: debug, information (every request), warning or error.", DefaultValueFactory = _ => LogLevel.Information, HelpName = "level", CustomParser = ReadLevel };
        var place = new LedgerPlace();
        var sources = new SourcesOption();
        var command = new Command("serve", "Serve the page and the API of a ledger. Tokens: 'fairlead token'.") { listen, certificate, key, proxies, names, issuer, audience, sessionKey, logJson, logLevel };
        place.AddTo(command);
        sources.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(certificate) is null != result.GetValue(key) is null)
                result.AddError("--tls-certificate and --tls-key go together.");
            if (result.GetValue(issuer) is null != result.GetValue(audience) is null)
                result.AddError("--oidc-issuer and --oidc-audience go together.");
        });
        command.SetAction(async (arguments, ct) =>
        {
            var (time, folder) = (TimeProvider.System, place.FolderOf(arguments).Prepare());
            var options = new ServerOptions
            {
                Listen = arguments.GetValue(listen) is { Length: > 0 } addresses ? addresses : [ServerStart.UsualAddress],
                Tls = arguments.GetValue(certificate) is { } file ? new TlsFiles(file, arguments.GetValue(key)!) : null,
                TrustedProxies = arguments.GetValue(proxies) ?? [],
                Names = arguments.GetValue(names) ?? [],
                Oidc = arguments.GetValue(issuer) is { } from ? new OidcOptions { Issuer = from, Audience = arguments.GetValue(audience)! } : null,
                SessionKey = arguments.GetValue(sessionKey) is { } sealing ? ReadKey(sealing) : default(ReadOnlyMemory<byte>?),
                Tokens = TokenFile.In(folder.Path, time),
                IsLogJson = arguments.GetValue(logJson),
                LogLevel = arguments.GetValue(logLevel),
                Environment = ServerOptions.OwnEnvironment(),
            };
            // Whether it may start at all is known before the ledger is touched.
            var faults = ListeningRules.Faults(options);
            foreach (var fault in faults)
                terminal.Error.WriteLine($"fairlead: {fault}");
            if (faults.Count > 0)
                return ExitCodes.UnusableInput;
            var watching = sources.Read(arguments, time);
            await using var ledger = await Ledger.Ledger.OpenAsync(place.StoreOf(arguments), time, ct);
            var hasRun = await ServerStart.RunAsync(options, ServerParts.Of(ledger, new Notices(time), watching), terminal, server => terminal.Error.WriteLine($"Serving {ledger.Place} at {string.Join(", ", server.Addresses)}"), beside: null, ct);
            return hasRun ? ExitCodes.Good : ExitCodes.Failed;
        });
        return command;
    }

    private delegate bool Reader<T>(string text, out T value, out string error);

    private static Option<T[]> ListOf<T>(string name, string description, string help, Reader<T> read) => new(name)
    {
        Description = description,
        HelpName = help,
        CustomParser = result =>
        {
            var values = new List<T>();
            foreach (var token in result.Tokens)
            {
                if (read(token.Value, out var value, out var error))
                    values.Add(value);
                else
                    result.AddError($"{name}: {error}");
            }

            return [.. values];
        },
    };

    private static bool ReadAddress(string text, out ListenAddress value, out string error)
    {
        var isAddress = ListenAddress.TryParse(text, out var address, out var fault);
        (value, error) = (address!, fault ?? "");
        return isAddress;
    }

    private static bool ReadPrefix(string text, out IpPrefix value, out string error)
    {
        error = "";
        value = default;
        if (IpAddr.TryParse(text, out var address, out var fault))
        {
            value = IpPrefix.Of(address, address.IsV4 ? 32 : 128);
            return true;
        }

        if (IpPrefix.TryParse(text, out value, out fault))
            return true;
        error = $"{fault.Message} ({fault.Hint})";
        return false;
    }

    private static LogLevel ReadLevel(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) && level is LogLevel.Debug or LogLevel.Information or LogLevel.Warning or LogLevel.Error && !char.IsDigit(text[0]))
            return level;
        result.AddError($"--log-level takes debug, information, warning or error, not '{text}'.");
        return LogLevel.Information;
    }

    private static Uri? ReadUri(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri))
            return uri;
        result.AddError($"--oidc-issuer: '{result.Tokens[0].Value}' is no address such as https://login.example.com/realm.");
        return null;
    }

    /// <exception cref="OutputException">It can't be read.</exception>
    private static ReadOnlyMemory<byte> ReadKey(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"--session-key-file: {file} can't be read ({exception.Message}). 'head -c 32 /dev/urandom' makes one.");
        }
    }
}
