using Fairlead.Core.Profiles;

namespace Fairlead.Core.Endpoints;

/// <summary>The Public Suffix List (https://publicsuffix.org): names below which anybody may register. Both of its sections, edition in NOTICE.</summary>
public static class PublicSuffixes
{
    private static readonly Lazy<SuffixRules> Loaded = new(() => new SuffixRules(EmbeddedData.Bytes("Endpoints.Data.public-suffixes.txt")));

    internal static SuffixRules Embedded => Loaded.Value;

    /// <summary>
    /// Whether a name is a public suffix itself: <c>com</c>, <c>co.uk</c>, <c>github.io</c>. A single label that the list does not know is one too.
    /// Case and a trailing dot are ignored; names outside ASCII are to be given as <c>xn--…</c>.
    /// </summary>
    public static bool IsPublicSuffix(string domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return Embedded.IsSuffix(domain);
    }
}
