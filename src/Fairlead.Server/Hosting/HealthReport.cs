namespace Fairlead.Server.Hosting;

internal sealed record HealthReport(string Status);

/// <param name="Checks">By part: "ready" or "not ready".</param>
internal sealed record ReadinessReport(string Status, IReadOnlyDictionary<string, string> Checks);
