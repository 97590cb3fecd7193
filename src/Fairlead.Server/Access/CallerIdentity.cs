using System.Security.Claims;

namespace Fairlead.Server.Access;

/// <summary>A caller as the platform carries it.</summary>
internal sealed class CallerIdentity(Caller caller) : ClaimsIdentity([new Claim(DefaultNameClaimType, caller.Name)], AccessScheme.Name)
{
    public Caller Caller { get; } = caller;
}
