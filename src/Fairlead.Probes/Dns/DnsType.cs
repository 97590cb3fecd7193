using System.Diagnostics.CodeAnalysis;

namespace Fairlead.Probes.Dns;

/// <summary>What is asked about a name (RFC 1035 section 3.2.2, RFC 3596).</summary>
[SuppressMessage("Naming", "CA1720", Justification = "PTR is DNS's own word.")]
public enum DnsType : ushort
{
    A = 1,
    Ns = 2,
    Cname = 5,
    Ptr = 12,
    Aaaa = 28,
}
