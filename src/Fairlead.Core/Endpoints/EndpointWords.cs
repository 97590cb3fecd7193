using System.Diagnostics;
using Fairlead.Core.Profiles;

namespace Fairlead.Core.Endpoints;

/// <summary>The words of the catalogue's format.</summary>
internal static class EndpointWords
{
    public static string Of(HostKind kind) => kind switch
    {
        HostKind.Exact => "exact",
        HostKind.Wildcard => "wildcard",
        HostKind.Placeholder => "placeholder",
        _ => throw new UnreachableException(),
    };

    public static string Of(EndpointProtocol protocol) => protocol switch
    {
        EndpointProtocol.Https => "https",
        EndpointProtocol.Http => "http",
        EndpointProtocol.Tcp => "tcp",
        EndpointProtocol.Udp => "udp",
        EndpointProtocol.Ntp => "ntp",
        EndpointProtocol.Dns => "dns",
        _ => throw new UnreachableException(),
    };

    public static string Of(Mark mark) => mark switch
    {
        Mark.Doc => "doc",
        Mark.Inferred => "inferred",
        Mark.Gap => "gap",
        _ => throw new UnreachableException(),
    };
}
