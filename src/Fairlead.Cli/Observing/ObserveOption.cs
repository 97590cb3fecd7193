using System.CommandLine;
using Fairlead.Cli.Output;
using Fairlead.Connectors;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Joins;

namespace Fairlead.Cli.Observing;

/// <summary><c>--observe KIND:PLACE</c>: which outside systems are read, and the reading of all of them side by side.</summary>
internal sealed class ObserveOption
{
    private readonly Option<SourceReference[]> _sources = new("--observe")
    {
        Description = "Hold the files against what this system holds, such as kea:/etc/kea/kea-dhcp4.conf or isc-dhcp:/etc/dhcp/dhcpd.conf; several with several --observe. The guide docs/guides/import.md lists them.",
        HelpName = "kind:place",
        CustomParser = result =>
        {
            var references = new List<SourceReference>();
            foreach (var token in result.Tokens)
            {
                try
                {
                    references.Add(SourceReference.Parse(token.Value));
                }
                catch (UnusableInputException exception)
                {
                    result.AddError($"--observe: {exception.Message}");
                }
            }

            return [.. references];
        },
    };

    public void AddTo(Command command) => command.Options.Add(_sources);

    public IReadOnlyList<SourceReference> Of(ParseResult arguments) => arguments.GetValue(_sources) ?? [];

    /// <summary>Reads all sources at once; each has its own limit of time.</summary>
    /// <exception cref="UnusableInputException">A reference, or a file of credentials that it names, can't be used.</exception>
    public async Task<ObservedWorld> ReadAsync(ParseResult arguments, Terminal terminal, bool quiet, CancellationToken ct)
    {
        var references = Of(arguments);
        if (references.Count == 0)
            return ObservedWorld.Empty;
        using var progress = new Progress(terminal, quiet);
        progress.Say($"Reading {string.Join(", ", references)}");
        var settings = new ConnectorSettings { Time = TimeProvider.System, Environment = Environment.GetEnvironmentVariable };
        var connectors = references.Select(reference => ConnectorCatalog.Open(reference, settings)).ToList();
        var outcomes = await Task.WhenAll(connectors.Select(connector => connector.ObserveAsync(ct)));
        return new ObservedWorld(outcomes, TimeProvider.System.GetUtcNow());
    }
}
