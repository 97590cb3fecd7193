using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;

namespace Fairlead.Probes.Dns;

/// <summary>A DNS server as the first segment that lists it writes it.</summary>
internal sealed record DnsServer(IpAddr Address, Subject Subject, SourceLocation Location, Segment Segment)
{
    public string Place => Address.IsV4
        ? string.Create(CultureInfo.InvariantCulture, $"{Address}:53")
        : string.Create(CultureInfo.InvariantCulture, $"[{Address}]:53");

    /// <summary>An answer about this server, or about a name that it was asked about.</summary>
    public CheckResult Result(CheckInfo check, CheckOutcome outcome, string reason, string message, string? hint, IEnumerable<Evidence> evidence, string? name = null, bool isRequired = true) => new()
    {
        Check = check,
        Subject = Subject.ToString(),
        Target = name is null ? Place : $"{name}@{Place}",
        Outcome = outcome,
        Reason = reason,
        Message = message,
        Hint = hint,
        Evidence = [.. evidence],
        IsRequired = isRequired,
        Location = Location,
    };
}
