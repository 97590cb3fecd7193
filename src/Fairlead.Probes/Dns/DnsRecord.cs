using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Dns;

/// <summary>One record of an answer.</summary>
/// <param name="Address">Of A and AAAA.</param>
/// <param name="Target">Of CNAME, NS and PTR.</param>
internal sealed record DnsRecord(string Name, DnsType Type, IpAddr? Address, string? Target);
