using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Neighbours;

/// <summary>What was seen to work on the link, so that silence may mean something.</summary>
/// <param name="Who">The address that showed it; null when nobody answered anything.</param>
/// <param name="Probes">Questions without a sender's address are answered.</param>
/// <param name="Requests">Ordinary questions are answered.</param>
public sealed record LinkControl(IpAddr? Who, bool Probes, bool Requests);
