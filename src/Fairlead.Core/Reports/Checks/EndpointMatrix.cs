using Fairlead.Core.Checks;

namespace Fairlead.Core.Reports.Checks;

/// <summary>How far the way to an endpoint was seen to go, layer by layer.</summary>
internal enum LayerState
{
    /// <summary>Nothing was seen of it.</summary>
    NotSeen,

    /// <summary>It worked.</summary>
    Passed,

    /// <summary>Here it ended.</summary>
    Stopped,
}

/// <summary>One endpoint's way out.</summary>
/// <param name="Layers">One state for each of <see cref="EndpointMatrix.Layers"/>.</param>
internal sealed record EndpointWay(CheckResult Result, IReadOnlyList<LayerState> Layers);

/// <summary>The answers of the family <c>egress</c> as a table of endpoints and layers. What was not seen stays empty.</summary>
internal static class EndpointMatrix
{
    private const string Family = "egress";
    private const int Tls = 2;

    public static IReadOnlyList<string> Layers { get; } = ["DNS", "TCP", "TLS", "HTTP"];

    public static IReadOnlyList<EndpointWay> Of(CheckReport report) =>
        [.. report.Results.Where(result => result.Check.Family == Family && result.Target is not null).Select(result => new EndpointWay(result, LayersOf(result)))];

    private static LayerState[] LayersOf(CheckResult result)
    {
        var states = new LayerState[Layers.Count];
        foreach (var layer in result.Evidence.Select(seen => LayerOfEvidence(seen.Kind)).OfType<int>())
            states[layer] = LayerState.Passed;
        if (result.Outcome == CheckOutcome.Passed || LayerOfCause(result.Reason) is not { } stopped)
            return states;
        // A connection had a name and an address before it ended in TLS or behind it.
        for (var layer = 0; layer < Math.Min(stopped, Tls); layer++)
            states[layer] = LayerState.Passed;
        states[stopped] = LayerState.Stopped;
        Array.Clear(states, stopped + 1, states.Length - stopped - 1);
        return states;
    }

    /// <summary>The layer that a cause stops the way at; null for one that is none of theirs.</summary>
    private static int? LayerOfCause(string reason) => reason switch
    {
        "dns" or "dns-sinkhole" => 0,
        "no-route" or "icmp-prohibited" or "tcp-refused" or "tcp-filtered" => 1,
        "clock-skew" => Tls,
        "proxy-auth" or "proxy-denied" or "http2-cut" => 3,
        _ when reason.StartsWith("tls-", StringComparison.Ordinal) => Tls,
        _ when reason.StartsWith("http-", StringComparison.Ordinal) => 3,
        _ => null,
    };

    /// <summary>The layer that such evidence is seen on only when it works.</summary>
    private static int? LayerOfEvidence(string kind) => kind switch
    {
        "dns" => 0,
        "tcp" => 1,
        "tls-certificate" => Tls,
        "http" => 3,
        _ => null,
    };
}
