using Fairlead.Connectors.ArmTemplates;
using Fairlead.Connectors.Csv;
using Fairlead.Connectors.Dnsmasq;
using Fairlead.Connectors.IscDhcp;
using Fairlead.Connectors.Kea;
using Fairlead.Connectors.NetBox;
using Fairlead.Connectors.VSphere;
using Fairlead.Connectors.WindowsDhcp;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors;

/// <summary>Which connector reads which kind of source.</summary>
public static class ConnectorCatalog
{
    /// <exception cref="UnusableInputException">Place, settings or credentials can't be used.</exception>
    public static IConnector Open(SourceReference reference, ConnectorSettings settings)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(settings);
        if (reference["timeout"] is { } text)
        {
            if (!int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > 3600)
                throw new UnusableInputException($"{reference}: timeout= takes 1 to 3600 seconds.");
            settings = settings with { Timeout = TimeSpan.FromSeconds(seconds) };
        }

        return reference.Kind switch
        {
            SourceKind.Kea => KeaChannel.IsServer(reference) ? new KeaServerConnector(reference, settings) : new KeaFileConnector(reference, settings),
            SourceKind.Dnsmasq => new DnsmasqConnector(reference, settings),
            SourceKind.NetBox => new NetBoxConnector(reference, settings),
            SourceKind.Csv => new CsvConnector(reference, settings),
            SourceKind.Arm => new ArmConnector(reference, settings),
            SourceKind.IscDhcp => new IscDhcpConnector(reference, settings),
            SourceKind.WindowsDhcp => new WindowsDhcpConnector(reference, settings),
            SourceKind.VCenter => new VSphereConnector(reference, settings),
            _ => throw new ArgumentOutOfRangeException(nameof(reference), reference.Kind, "No such kind."),
        };
    }
}
