using System.CommandLine;
using Fairlead.Connectors;
using Fairlead.Connectors.Watching;
using Fairlead.Core.Diagnostics;
using Fairlead.Server.Observing;

namespace Fairlead.Cli.Serving;

/// <summary><c>--sources FILE</c>: the outside systems that the server reads.</summary>
internal sealed class SourcesOption
{
    private readonly Option<string?> _file = new("--sources") { Description = "File that names the outside systems to read for each site: DHCP servers, vCenter, address books (docs/guides/observe.md).", HelpName = "file" };

    public void AddTo(Command command) => command.Options.Add(_file);

    /// <exception cref="UnusableInputException">The file can't be read, or says what can't be done; every fault is in the message, one a line.</exception>
    public Watching Read(ParseResult arguments, TimeProvider time)
    {
        if (arguments.GetValue(_file) is not { } path)
            return Watching.Nothing;
        var file = SourcesFile.Read(path);
        var settings = new ConnectorSettings { Time = time, Environment = Environment.GetEnvironmentVariable };
        var sources = new List<WatchedSource>();
        foreach (var source in file.Sources)
        {
            try
            {
                var connector = ConnectorCatalog.Open(source.Reference, settings);
                sources.Add(new WatchedSource(source.Site, connector.Source, source.Every, ct => SourceWatch.WatchAsync(connector, source.Every, time, ct)));
            }
            catch (UnusableInputException exception)
            {
                throw new UnusableInputException($"{source.Place}: {exception.Message}");
            }
        }

        return new Watching(sources, file.Keep ?? Watching.UsualKeep);
    }
}
