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

    public static IReadOnlyList<string> Layers { get; } = ["DNS", "TCP", "TLS", "HTTP"];

    /// <summary>The layer at which a cause stops the way, as an index of <see cref="Layers"/>.</summary>
    private static readonly Dictionary<string, int> LayerOfCause = new()
    {
        ["dns"] = 0,
        ["dns-sinkhole"] = 0,
        ["no-route"] = 1,
        ["icmp-prohibited"] = 1,
        ["tcp-refused"] = 1,
        ["tcp-filtered"] = 1,
        ["tls-reset"] = 2,
        ["tls-refused"] = 2,
        ["tls-inspected"] = 2,
        ["clock-skew"] = 2,
        ["proxy-auth"] = 3,
        ["proxy-denied"] = 3,
        ["http-blocked"] = 3,
        ["http2-cut"] = 3,
    };

    public static IReadOnlyList<EndpointWay> Of(CheckReport report) =>
        [.. report.Results.Where(result => result.Check.Family == Family && result.Target is not null).Select(result => new EndpointWay(result, LayersOf(result)))];

    private static LayerState[] LayersOf(CheckResult result)
    {
        var states = new LayerState[Layers.Count];
        foreach (var seen in result.Evidence)
        {
            if (LayerOfEvidence(seen.Kind) is { } layer)
                states[layer] = LayerState.Passed;
        }

        if (result.Outcome is CheckOutcome.Failed or CheckOutcome.Warning or CheckOutcome.Unknown && LayerOfCause.TryGetValue(result.Reason.Split(':')[0], out var stopped))
        {
            // Who got as far as TLS has resolved the name and connected.
            for (var layer = 0; layer < states.Length; layer++)
                states[layer] = layer < stopped ? LayerState.Passed : layer == stopped ? LayerState.Stopped : LayerState.NotSeen;
        }
        else if (result.Outcome != CheckOutcome.Passed)
        {
            Array.Clear(states);
        }

        return states;
    }

    private static int? LayerOfEvidence(string kind) => kind.Split('-')[0] switch
    {
        "dns" => 0,
        "tcp" or "route" => 1,
        "tls" => 2,
        "http" or "http1" or "http2" => 3,
        _ => null,
    };
}
