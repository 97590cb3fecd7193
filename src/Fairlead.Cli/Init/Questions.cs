using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Sites.Text;
using Spectre.Console;
using Profile = Fairlead.Core.Profiles.Profile;

namespace Fairlead.Cli.Init;

/// <summary>Asks for what flags leave open. What the machine knows is offered as a default and taken only by Enter.</summary>
internal sealed class Questions(IAnsiConsole console, MachineFacts facts)
{
    private delegate bool Parser<T>(ReadOnlySpan<char> text, out T value, out AddressError error);

    public InitValues Ask(InitValues given)
    {
        console.MarkupLine("A first site file. Enter takes the value in parentheses; an empty answer leaves an optional value out.");
        if (facts.Interface is not null)
            console.MarkupLine($"Defaults for addresses are those of this machine's interface {Markup.Escape(facts.Interface)}: correct them if the nodes live elsewhere.");
        var values = given with
        {
            Name = given.Name ?? Text("Name of the site", "site-1"),
            Profile = given.Profile ?? Choice("Profile", Profile.Names),
        };
        values = values with { Region = given.Region ?? Optional("Azure region", null) };
        values = values with
        {
            Vlan = given.Vlan ?? Vlan(),
            Prefixes = given.Prefixes.Count > 0 ? given.Prefixes : Several<IpPrefix>("Prefix of the segment", facts.Prefix?.ToString(), IpPrefix.TryParse, isRequired: true),
        };
        values = values with
        {
            Gateways = given.Gateways.Count > 0 ? given.Gateways : Several<IpAddr>("Gateway", Inside(values, facts.Gateway), IpAddr.TryParse, isRequired: false),
            DnsServers = given.DnsServers.Count > 0 ? given.DnsServers : Several<IpAddr>("DNS servers", facts.DnsServers.Count > 0 ? string.Join(", ", facts.DnsServers) : null, IpAddr.TryParse, isRequired: false),
            Scopes = given.Scopes.Count > 0 ? given.Scopes : Several<IpRange>("What DHCP hands out (a-b)", null, IpRange.TryParse, isRequired: false),
        };
        if (values.Scopes.Count > 0)
        {
            values = values with
            {
                DhcpServers = Several<IpAddr>("DHCP servers", facts.DhcpServer?.ToString(), IpAddr.TryParse, isRequired: false),
                LeaseTime = LeaseTime(),
            };
        }

        if (given.Clusters.Count > 0)
            return values;
        var clusters = Optional("Clusters (names, separated by commas)", null)?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) ?? [];
        return clusters.Length == 0 ? values : Complete(values with { Clusters = clusters });
    }

    /// <summary>Clusters need more than a segment alone.</summary>
    private InitValues Complete(InitValues values)
    {
        if (values.DnsServers.Count == 0)
            values = values with { DnsServers = Several<IpAddr>("DNS servers (clusters need one)", null, IpAddr.TryParse, isRequired: true) };
        if (values.Scopes.Count == 0)
            values = values with { Scopes = Several<IpRange>("What DHCP hands out (clusters need it)", null, IpRange.TryParse, isRequired: true) };
        if (values.ControlPlaneIps.Count > 0)
            return values;
        var ips = new List<IpAddr?>();
        foreach (var cluster in values.Clusters)
        {
            var answer = Text($"Control plane IP of {cluster}", "auto", text => text == "auto" || IpAddr.TryParse(text, out _, out _) ? null : "Write an address, or auto: the planner chooses.");
            ips.Add(answer == "auto" ? null : IpAddr.Parse(answer));
        }

        return values with { ControlPlaneIps = ips };
    }

    private string? LeaseTime()
    {
        var usual = facts.LeaseTime is { } time ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalSeconds}s") : null;
        return Optional("Lease time, such as 8h", usual, text => Duration.TryParse(text, out _) ? null : "Write a whole number with s, m, h or d.");
    }

    private int? Vlan()
    {
        const int Most = 4094;
        var answer = Optional("VLAN", null, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id <= Most ? null : $"Write a number from 0 to {Most}.");
        return answer is null ? null : int.Parse(answer, CultureInfo.InvariantCulture);
    }

    private static string? Inside(InitValues values, IpAddr? gateway) =>
        gateway is { } address && values.Prefixes.Any(prefix => prefix.Contains(address)) ? address.ToString() : null;

    private List<T> Several<T>(string question, string? usual, Parser<T> parse, bool isRequired)
    {
        string? Judge(string text)
        {
            foreach (var part in Parts(text))
            {
                if (!parse(part, out _, out var error))
                    return error.ToString();
            }

            return null;
        }

        var answer = isRequired ? Text(question, usual, Judge) : Optional(question, usual, Judge);
        return Parts(answer ?? "").Select(part => parse(part, out var value, out _) ? value : throw new FormatException(part)).ToList();
    }

    private static string[] Parts(string text) => text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);

    private string Choice(string question, IReadOnlyList<string> choices) =>
        console.Prompt(new TextPrompt<string>($"{question}?").AddChoices(choices));

    private string Text(string question, string? usual, Func<string, string?>? judge = null) => console.Prompt(Prompt(question, usual, judge));

    private string? Optional(string question, string? usual, Func<string, string?>? judge = null)
    {
        var prompt = Prompt($"{question}, if any", usual, text => text.Trim() is "" or "-" ? null : judge?.Invoke(text));
        if (usual is null)
            prompt.AllowEmpty();
        var answer = console.Prompt(prompt).Trim();
        return answer is "" or "-" ? null : answer;
    }

    private static TextPrompt<string> Prompt(string question, string? usual, Func<string, string?>? judge)
    {
        var prompt = new TextPrompt<string>($"{Markup.Escape(question)}?") { Validator = text => judge?.Invoke(text) is { } fault ? ValidationResult.Error(Markup.Escape(fault)) : ValidationResult.Success() };
        return usual is null ? prompt : prompt.DefaultValue(usual);
    }
}
