using System.Globalization;
using System.Text;
using Fairlead.Core.Claims;
using Fairlead.Core.Sweeps;

namespace Fairlead.Core.Reports.Sweeps;

/// <summary>A sweep as comma-separated values, one line for each address and MAC.</summary>
public static class SweepCsv
{
    public static string Write(SweepReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        Csv.AddLine(text, "address", "answer", "mac", "vendor", "addresses of this mac", "names", "planned as", "owner");
        foreach (var host in report.Hosts)
        {
            foreach (var mac in host.Macs)
            {
                Csv.AddLine(text,
                    host.Address.ToString(), host.As.Word(), mac.Mac.ToString(), mac.Vendor, mac.Addresses.ToString(CultureInfo.InvariantCulture),
                    string.Join(' ', host.Names), string.Join(' ', host.Claims.Select(claim => claim.Kind.NameOf())), string.Join(' ', host.Claims.Select(claim => claim.Owner.ToString())));
            }
        }

        return text.ToString();
    }
}
