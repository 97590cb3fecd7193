using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Claims;

/// <summary>What a ledger holds, as claims: so one engine finds who is in its way.</summary>
internal static class HeldClaims
{
    /// <summary>The file that findings name for what no file says.</summary>
    private const string Ledger = "ledger";

    /// <summary>Without what the owner's own files say, which is the same claim.</summary>
    public static IReadOnlyList<Claim> Of(IReadOnlyList<HeldRange> held, Estate estate, IReadOnlyList<Claim> claims)
    {
        if (held.Count == 0)
            return [];
        var sites = estate.Sites.ToDictionary(site => site.Name);
        var own = claims.Where(claim => claim.Kind.GroupOf() == ClaimGroup.Exclusive)
            .GroupBy(claim => (claim.AddressSpace, Owner: claim.Owner.ToString()))
            .ToDictionary(group => group.Key, group => IpSet.Of(group.Select(claim => claim.Range)));
        var result = new List<Claim>();
        foreach (var range in held)
        {
            if (!sites.TryGetValue(range.Site, out var site))
                continue;
            var rest = IpSet.Of(range.Range).Except(own.GetValueOrDefault((range.AddressSpace, range.Owner), IpSet.Empty));
            var owner = Subject.Document(range.Owner, -1);
            foreach (var piece in rest.Ranges)
            {
                result.Add(new Claim
                {
                    AddressSpace = range.AddressSpace,
                    Range = piece,
                    Kind = range.Kind,
                    Owner = owner,
                    Subject = site.Subject.UnknownField("reservations", 0).Named(range.Id, result.Count),
                    Source = new SourceLocation(Ledger, 1, 1),
                    Site = site,
                    Segment = range.Segment is { } name ? site.FindSegment(name) : null,
                });
            }
        }

        return result;
    }
}
