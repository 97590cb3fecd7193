using System.Globalization;

namespace Fairlead.Probes.Egress;

/// <summary>What an HTTP request brought.</summary>
/// <param name="Head">Null when no response came; <paramref name="Fault"/> says what did.</param>
/// <param name="Body">As much of it as came with the head, at most 4096 octets.</param>
/// <param name="At">When the head had come.</param>
internal sealed record HttpSeen(HttpHead? Head, string Body, DateTimeOffset At, string? Fault)
{
    public static HttpSeen None(string fault, DateTimeOffset at) => new(null, "", at, PlainText.Of(fault));

    /// <summary>How far the server's clock is ahead of ours, exact to a second and the way here; null when it did not say.</summary>
    public TimeSpan? ClockOffset =>
        Head?.Field("Date") is { } date && DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var there) ? there - At : null;
}
