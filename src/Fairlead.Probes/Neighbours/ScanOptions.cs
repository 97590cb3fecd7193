namespace Fairlead.Probes.Neighbours;

/// <summary>How often each address is asked, and how long its answers are waited for. The defaults are RFC 5227's (section 1.1) and two plain requests.</summary>
public sealed record ScanOptions
{
    /// <summary>What is needed to find out who is there, and no more.</summary>
    public static ScanOptions RequestsAlone { get; } = new() { Probes = 0 };

    /// <summary>PROBE_NUM.</summary>
    public int Probes { get; init; } = 3;

    /// <summary>Ordinary questions from our own address; none where the interface has no address.</summary>
    public int Requests { get; init; } = 2;

    /// <summary>PROBE_MIN: at least so long between two probes for one address.</summary>
    public TimeSpan LeastProbeGap { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>PROBE_MAX.</summary>
    public TimeSpan MostProbeGap { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>ANNOUNCE_WAIT: silence for so long after the last probe counts.</summary>
    public TimeSpan QuietAfterProbe { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan RequestGap { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan QuietAfterRequest { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An address is done as soon as it has answered; otherwise it is listened to for the whole time, because a twin may be slower.</summary>
    public bool EndsWhenAnswered { get; init; }

    public int FramesPerAddress => Probes + Requests;

    /// <summary>What the waits alone take for one address, at most.</summary>
    public TimeSpan Waits
    {
        get
        {
            var probing = Probes == 0 ? TimeSpan.Zero : (MostProbeGap * (Probes - 1)) + QuietAfterProbe;
            var requesting = Requests == 0 ? TimeSpan.Zero : (RequestGap * (Requests - 1)) + QuietAfterRequest + (Probes == 0 ? TimeSpan.Zero : MostProbeGap / 2);
            return probing > requesting ? probing : requesting;
        }
    }
}
