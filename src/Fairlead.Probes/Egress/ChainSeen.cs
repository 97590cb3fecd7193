namespace Fairlead.Probes.Egress;

/// <summary>What a presented chain of certificates amounts to.</summary>
internal enum ChainTrust
{
    /// <summary>Valid now, for the name asked, up to a public root.</summary>
    Public,

    /// <summary>Valid now, for the name asked, up to the authority that the user named.</summary>
    Own,

    /// <summary>It ends in a root that is neither.</summary>
    Foreign,

    /// <summary>Its end was issued by an organisation that has public roots, but what lies between was not sent.</summary>
    Incomplete,

    /// <summary>Trusted, but made for another name.</summary>
    WrongName,

    /// <summary>Trusted and for the name asked, but not at this machine's time.</summary>
    OutOfTime,

    /// <summary>It ends in a trusted root and breaks a rule on the way, or holds no readable certificate.</summary>
    Invalid,
}

/// <summary>A presented chain, judged.</summary>
/// <param name="Root">Who vouches for it: the last certificate's subject, or its issuer where that was not sent. Empty without a readable certificate.</param>
/// <param name="IsRootPresent">The root is among the certificates sent or known.</param>
/// <param name="Subjects">From the server's own certificate to the last known one.</param>
/// <param name="NotBefore">When all of them are valid.</param>
/// <param name="NotAfter">Likewise.</param>
/// <param name="Fault">What <see cref="ChainTrust.Invalid"/> means here.</param>
internal sealed record ChainSeen(ChainTrust Trust, string Root, bool IsRootPresent, IReadOnlyList<string> Subjects, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string? Fault = null)
{
    public bool IsTrusted => Trust is ChainTrust.Public or ChainTrust.Own;
}
