namespace Fairlead.Probes.Proxies;

/// <summary>The domains that this machine tries behind a name without a dot (resolv.conf(5)).</summary>
internal static class SearchDomains
{
    private const string File = "/etc/resolv.conf";
    private const int Most = 6;

    /// <returns>Empty where there is no such file, or none in it.</returns>
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

    /// <summary>The last line of <c>search</c> or <c>domain</c> counts; at most six names that can be asked for.</summary>
    internal static IReadOnlyList<string> Read(string text) =>
    [
        .. text.Split('\n')
            .Select(line => line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
            .LastOrDefault(words => words is ["search" or "domain", _, ..], [])
            .Skip(1)
            .Select(name => name.Trim('.').ToLowerInvariant())
            .Where(name => name.Length > 0 && Uri.CheckHostName(name) == UriHostNameType.Dns)
            .Distinct()
            .Take(Most),
    ];
}
