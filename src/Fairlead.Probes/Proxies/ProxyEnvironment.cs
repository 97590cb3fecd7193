namespace Fairlead.Probes.Proxies;

/// <summary>One variable that is set.</summary>
/// <param name="Address">Null when it names no proxy that can be read.</param>
internal sealed record ProxyVariable(string Name, ProxyAddress? Address);

/// <summary>What the environment says of proxies. Programs differ in which case they read; lower case goes first here, as it does in most.</summary>
internal sealed record ProxyEnvironment(IReadOnlyList<ProxyVariable> Variables, NoProxy NoProxy, bool HasNoProxy)
{
    public ProxyAddress? Http => Of("http_proxy") ?? Of("all_proxy");

    public ProxyAddress? Https => Of("https_proxy") ?? Of("all_proxy");

    /// <summary>Both cases are set and differ: half of the programs use one, half the other.</summary>
    public IEnumerable<string> Disagreeing => Variables
        .GroupBy(variable => variable.Name, StringComparer.OrdinalIgnoreCase)
        .Where(same => same.Select(variable => variable.Address?.ToString()).Distinct().Count() > 1)
        .Select(same => same.Key.ToUpperInvariant());

    /// <param name="read">A variable's value; null where it is not set.</param>
    public static ProxyEnvironment Read(Func<string, string?> read)
    {
        var names = new[] { "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" };
        var exempt = read("no_proxy") ?? read("NO_PROXY");
        return new(
            [.. names.Select(name => (Name: name, Value: read(name))).Where(each => !string.IsNullOrWhiteSpace(each.Value)).Select(each => new ProxyVariable(each.Name, ProxyAddress.Parse(each.Value!)))],
            new NoProxy([exempt ?? ""]),
            exempt is not null);
    }

    private ProxyAddress? Of(string name) => Variables.FirstOrDefault(variable => variable.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && variable.Address is not null)?.Address;
}
