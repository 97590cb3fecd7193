using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Diagnostics;

namespace Fairlead.Probes.Paths;

/// <summary>One thing to ask about one party.</summary>
/// <param name="Party">Who it is, in words: <c>the gateway of madrid/k8s-prod</c>.</param>
/// <param name="Port">0 where no port is asked for.</param>
/// <param name="MustExist">It has to be there before any cluster is.</param>
/// <param name="Why">What needs it.</param>
internal sealed record PathTarget(CheckInfo Check, IpAddr Address, int Port, string Party, Subject Subject, SourceLocation Location, bool MustExist, string Why)
{
    /// <summary>Its host name; null where the site file gives none.</summary>
    public string? Host { get; init; }

    public string Place => Port == 0 ? Address.ToString() : Address.IsV4
        ? string.Create(CultureInfo.InvariantCulture, $"{Address}:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"[{Address}]:{Port}");
}
