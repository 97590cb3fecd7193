namespace Fairlead.Probes.Dns;

/// <summary>The domains that this machine's resolver puts behind short names (resolv.conf(5)).</summary>
internal static class SearchDomains
{
    private const string File = "/etc/resolv.conf";

    /// <summary>glibc took six at most before 2.26; a question to each server for each of them is enough.</summary>
    private const int Most = 6;

    public static IReadOnlyList<string> OfThisMachine()
    {
        try
        {
            return Read(System.IO.File.ReadAllText(File));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The last <c>search</c> or <c>domain</c> line counts. The root is no domain to search.</summary>
    public static IReadOnlyList<string> Read(string text)
    {
        IReadOnlyList<string> found = [];
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is ["search" or "domain", .. var domains])
                found = words[0] == "domain" ? domains[..Math.Min(1, domains.Length)] : domains;
        }

        return [.. found.Select(domain => domain.Trim('.').ToLowerInvariant()).Where(domain => domain.Length > 0).Distinct().Take(Most)];
    }
}
