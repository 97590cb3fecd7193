using Fairlead.Probes.Links;

namespace Fairlead.Probes.Paths;

/// <summary>What came back for one echo.</summary>
internal enum EchoAnswer
{
    Answered,

    /// <summary>Nothing within the time given.</summary>
    Silent,

    /// <summary>Somebody on the way, or this machine itself, says that it does not fit.</summary>
    TooBig,

    /// <summary>Somebody on the way, or this machine itself, says that it can't or may not be delivered.</summary>
    Unreachable,

    /// <summary>This process may send no echoes.</summary>
    NotPermitted,
}

/// <param name="Notice">The ICMP error that came instead; null where none did.</param>
internal sealed record EchoReply(EchoAnswer Answer, IcmpNotice? Notice = null);
