using System.CommandLine;
using System.Text;
using Fairlead.Cli.Output;
using Fairlead.Cli.Serving;
using Fairlead.Ledger;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Fairlead.Server.Hosting;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead up</c>: the sites in an embedded ledger, what can be seen from here, and the page, on loopback.</summary>
internal static class UpCommand
{
    private const string SiteFiles = "site files";

    public static Command Build(Terminal terminal)
    {
        var sites = CommonOptions.Sites();
        var place = new LedgerPlace();
        var watched = new SourcesOption();
        var listen = new Option<ListenAddress>("--listen")
        {
            Description = "Loopback address and port of the page and the API; port 0: any that is free.",
            DefaultValueFactory = _ => ServerStart.UsualAddress,
            HelpName = "address:port",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (!ListenAddress.TryParse(text, out var address, out var error))
                    result.AddError($"--listen: {error}");
                else if (!address.IsLoopback)
                    result.AddError($"--listen: {text} is no loopback address. 'fairlead serve' serves others, with TLS.");
                return address ?? ServerStart.UsualAddress;
            },
        };
        var noCheck = new Option<bool>("--no-check") { Description = "Don't ask the network anything." };
        var command = new Command("up", "Load sites into a ledger on this machine, see what can be seen from here, and serve the page and the API on loopback.") { sites, listen, noCheck };
        place.AddTo(command);
        watched.AddTo(command);
        command.SetAction(async (arguments, ct) =>
        {
            var (time, folder) = (TimeProvider.System, place.FolderOf(arguments).Prepare());
            var who = new Actor($"cli:{Environment.UserName}");
            var sources = new SiteSources(arguments.GetRequiredValue(sites));
            var watching = watched.Read(arguments, time);
            await using var ledger = await Ledger.Ledger.OpenAsync(place.StoreOf(arguments), time, ct);
            var notices = new Notices(time);
            var loader = new SiteLoader(ledger, sources, who, terminal, time);
            loader.Trouble += message => notices.Set(SiteFiles, message);
            if (!await loader.LoadAsync(ct))
                return ExitCodes.UnusableInput;
            var options = new ServerOptions
            {
                Listen = [arguments.GetRequiredValue(listen)],
                Tokens = TokenFile.In(folder.Path, time),
                StartToken = new StartToken(Environment.UserName),
                LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning,
                Environment = ServerOptions.OwnEnvironment(),
            };
            var hasRun = await ServerStart.RunAsync(options, ServerParts.Of(ledger, notices, watching), terminal, server => Say(server, ledger, terminal), BesideAsync, ct);
            return hasRun ? ExitCodes.Good : ExitCodes.Failed;

            async Task BesideAsync(CancellationToken ending)
            {
                var watching = new SiteWatcher(sources, time).RunAsync(token => loader.LoadAsync(token), ending);
                if (!arguments.GetValue(noCheck))
                    await new FirstLook(ledger, who, terminal).RunAsync(ledger.View.Plan, ending);
                await watching;
            }
        });
        return command;
    }

    private static void Say(FairleadServer server, Ledger.Ledger ledger, Terminal terminal)
    {
        terminal.Error.WriteLine($"The ledger is {ledger.Place}. Open this address, which works once; Ctrl-C ends Fairlead:");
        ResultWriter.Write(terminal, null, stream => stream.Write(Encoding.UTF8.GetBytes($"{server.StartAddress}\n")));
    }
}
