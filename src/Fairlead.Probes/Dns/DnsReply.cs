using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Dns;

/// <summary>What became of one question to one server.</summary>
public sealed record DnsReply
{
    public required IpAddr Server { get; init; }

    public required string Name { get; init; }

    public required DnsType Type { get; init; }

    public required DnsStatus Status { get; init; }

    /// <summary>What the answer, or its absence, came over.</summary>
    public required DnsTransport Transport { get; init; }

    /// <summary>An answer over UDP did not fit, so that TCP was asked.</summary>
    public bool WasTruncated { get; init; }

    /// <summary>The server's response code; null when there is no answer of a server.</summary>
    public int? Code { get; init; }

    /// <summary>Of A and AAAA, in the server's order.</summary>
    public IReadOnlyList<IpAddr> Addresses { get; init; } = [];

    /// <summary>What the name is an alias of, in order; for PTR and NS the names themselves.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The ICMP error that ended it; null when none did.</summary>
    public IcmpNotice? Notice { get; init; }

    /// <summary>From the request that was answered to its answer; the time waited where none came.</summary>
    public required TimeSpan RoundTrip { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A server of DNS spoke, whatever it said.</summary>
    public bool IsFromServer => Status is DnsStatus.Answered or DnsStatus.NoRecord or DnsStatus.NoSuchName or DnsStatus.ServerFailure or DnsStatus.Refused or DnsStatus.OtherCode;

    /// <summary>The server knows: addresses, none, or no such name.</summary>
    public bool IsDecisive => Status is DnsStatus.Answered or DnsStatus.NoRecord or DnsStatus.NoSuchName;

    /// <summary>Such as <c>A vcenter.contoso.com over udp: 10.10.0.5 (0.4 ms)</c>.</summary>
    public Evidence ToEvidence() => new("dns-answer", FormattableString.Invariant($"{Type.Word()} {Name} over {Transport.Word()}{(WasTruncated ? " (truncated over udp)" : "")}: {Said()} ({RoundTrip.TotalMilliseconds:0.0} ms)"), At);

    private string Said()
    {
        if (Status != DnsStatus.Answered)
            return Notice is not null ? $"{Status.Word()} ({Notice})" : Status == DnsStatus.OtherCode ? FormattableString.Invariant($"{Status.Word()} (response code {Code})") : Status.Word();
        var aliases = Type is DnsType.A or DnsType.Aaaa ? string.Concat(Names.Select(name => $"{name} → ")) : string.Join(", ", Names);
        return aliases + DnsWords.List(Addresses);
    }

    internal static DnsReply From(DnsPacket packet, DnsTransport transport, IpAddr server, string name, DnsType type, TimeSpan roundTrip, DateTimeOffset at)
    {
        var wanted = packet.Code == 0 ? packet.Wanted().ToList() : [];
        return new()
        {
            Server = server,
            Name = name,
            Type = type,
            Transport = transport,
            Code = packet.Code,
            Status = packet.Code switch
            {
                0 => wanted.Count > 0 ? DnsStatus.Answered : DnsStatus.NoRecord,
                2 => DnsStatus.ServerFailure,
                3 => DnsStatus.NoSuchName,
                5 => DnsStatus.Refused,
                _ => DnsStatus.OtherCode,
            },
            Addresses = [.. wanted.Select(record => record.Address).OfType<IpAddr>().Distinct()],
            Names = [.. packet.Chain().Skip(1), .. wanted.Select(record => record.Target).OfType<string>().Distinct()],
            RoundTrip = roundTrip,
            At = at,
        };
    }
}
