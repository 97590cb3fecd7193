namespace Fairlead.Probes.Links;

/// <summary>This process lacks CAP_NET_RAW.</summary>
public sealed class PacketNotPermittedException(Exception inner)
    : IOException("Sending raw packets needs CAP_NET_RAW.", inner);
