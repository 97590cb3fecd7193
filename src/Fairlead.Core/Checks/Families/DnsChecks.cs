namespace Fairlead.Core.Checks.Families;

/// <summary>Whether the resolvers of a segment answer, and truthfully.</summary>
public static class DnsChecks
{
    public static readonly CheckInfo AnswersUdp = new("FL8201", "dns.answers-udp", "Each DNS server of a segment answers over UDP.");
    public static readonly CheckInfo AnswersTcp = new("FL8202", "dns.answers-tcp", "Each DNS server of a segment answers over TCP, which answers that don't fit into UDP need.");
    public static readonly CheckInfo InternalName = new("FL8203", "dns.internal-name", "Each name that the site file gives (vCenter, proxy) resolves, to the address that the site says.");
    public static readonly CheckInfo ExternalName = new("FL8204", "dns.external-name", "Names of required public endpoints resolve to public addresses.");
    public static readonly CheckInfo NxdomainHijack = new("FL8205", "dns.nxdomain-hijack", "A name that does not exist gets no address.");
    public static readonly CheckInfo SearchWildcard = new("FL8206", "dns.search-wildcard", "No domain of this machine's search list answers every name below it.");
    public static readonly CheckInfo Latency = new("FL8207", "dns.latency", "A DNS server answers every question, in the median within 100 ms.");
    public static readonly CheckInfo Agreement = new("FL8208", "dns.agreement", "The DNS servers of a segment give the same answer about an internal name.");

    /// <summary>In order of rule.</summary>
    public static IReadOnlyList<CheckInfo> All { get; } = [AnswersUdp, AnswersTcp, InternalName, ExternalName, NxdomainHijack, SearchWildcard, Latency, Agreement];
}
