using Fairlead.Core.Addressing;
using Fairlead.Server.Access;
using Microsoft.Extensions.Logging;

namespace Fairlead.Server.Hosting;

/// <summary>How the server is to run. <see cref="ListeningRules"/> says whether it may.</summary>
public sealed record ServerOptions
{
    public IReadOnlyList<ListenAddress> Listen { get; init; } = [ListenAddress.Loopback(0)];

    public TlsFiles? Tls { get; init; }

    /// <summary>Proxies that end TLS in front of the server, and whose X-Forwarded-… headers are believed.</summary>
    public IReadOnlyList<IpPrefix> TrustedProxies { get; init; } = [];

    /// <summary>Host names that the server answers for, beside those of loopback and the addresses that it listens on.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public ITokenStore Tokens { get; init; } = NoTokens.Instance;

    public OidcOptions? Oidc { get; init; }

    /// <summary>Gives whoever opens the printed address a session, once; for <c>fairlead up</c>.</summary>
    public StartToken? StartToken { get; init; }

    /// <summary>32 bytes that seal the cookies of pages; null: random, so that sessions end with the process. Replicas share one.</summary>
    public ReadOnlyMemory<byte>? SessionKey { get; init; }

    public ServerLimits Limits { get; init; } = new();

    /// <summary>Standard error gets one JSON object a line instead of text.</summary>
    public bool IsLogJson { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>What the process was started with: the standard OTEL_… variables switch traces on, NOTIFY_SOCKET and WATCHDOG_… are systemd's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The variables that <see cref="Environment"/> is about, from this process.</summary>
    public static IReadOnlyDictionary<string, string> OwnEnvironment() =>
        System.Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(pair => ((string)pair.Key, Value: (string?)pair.Value ?? ""))
            .Where(pair => pair.Item1.StartsWith("OTEL_", StringComparison.Ordinal) || pair.Item1 is "NOTIFY_SOCKET" or "WATCHDOG_USEC" or "WATCHDOG_PID")
            .ToDictionary(pair => pair.Item1, pair => pair.Value);
}
