using System.Text.Json;
using Fairlead.Testing.Lab;
using Xunit;

namespace Fairlead.SystemTests.Dhcp;

/// <summary>Runs <c>fairlead check --only dhcp</c> on a machine of the Lab and reads its JSON.</summary>
internal sealed record DhcpCheck(Answer Answer, JsonElement Json)
{
    /// <summary>A site with one segment, whose lines are <paramref name="segment"/>, and a cluster with addresses in 10.20.0.0/22.</summary>
    public static string Site(string segment) => $$"""
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: kubernetes-vsphere
        segments:
          - name: prod
            {{segment.ReplaceLineEndings("\n    ")}}
        clusters:
          - name: shop
            segment: prod
            kubernetesVersion: 1.30.1
            controlPlane: {ip: 10.20.0.20}
            nodePools: [{name: default}]
            loadBalancer: {addresses: 10.20.3.1-10.20.3.31}
            podCIDR: 10.244.0.0/16
            serviceCIDR: 10.96.0.0/12
        """;

    /// <param name="more">Further arguments.</param>
    public static async Task<DhcpCheck> RunAsync(LabNode node, string site, CancellationToken ct, params string[] more)
    {
        var file = await node.WriteAsync("site.yaml", site, ct);
        var answer = await node.FairleadAsync(["check", file, "--segment", "prod", "--interface", "eth0", "--only", "dhcp", "--format", "json", .. more], ct);
        return Read(answer);
    }

    public static DhcpCheck Read(Answer answer)
    {
        Assert.True(answer.Output.StartsWith('{'), $"exit code {answer.ExitCode}: {answer.Output}{answer.Errors}");
        return new(answer, JsonDocument.Parse(answer.Output).RootElement);
    }

    /// <summary>Each check as <c>id subject [target] outcome[/verdict] reason</c>, without the part of the subject that all share.</summary>
    public IReadOnlyList<string> Lines => [.. Json.GetProperty("checks").EnumerateArray().Select(Line)];

    /// <summary>The first result of an id and outcome.</summary>
    public JsonElement Find(string id, string outcome) =>
        Json.GetProperty("checks").EnumerateArray().First(check => check.GetProperty("id").GetString() == id && check.GetProperty("outcome").GetString() == outcome);

    public string Message(string id, string outcome) => Find(id, outcome).GetProperty("message").GetString()!;

    public string Evidence(string id, string outcome) => string.Join('\n', Find(id, outcome).GetProperty("evidence").EnumerateArray().Select(seen => seen.GetProperty("text").GetString()));

    /// <summary>The answers in any order of offered addresses; which addresses a server offers is its own affair.</summary>
    public void MustSay(int exitCode, params string[] lines)
    {
        Assert.Equal(lines.Order(StringComparer.Ordinal), Lines.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(exitCode, Answer.ExitCode);
    }

    private static string Line(JsonElement check)
    {
        var id = check.GetProperty("id").GetString()!;
        var subject = check.GetProperty("subject").GetString()!.Replace("madrid/segments/prod/", "", StringComparison.Ordinal);
        var target = Text(check, "target");
        var isOffer = id.StartsWith("dhcp.offer-", StringComparison.Ordinal);
        var verdict = Text(check, "verdict") is { } text ? $"/{text}" : "";
        return string.Join(' ', new[] { id, subject, isOffer ? "*" : target, check.GetProperty("outcome").GetString() + verdict, check.GetProperty("reason").GetString() }.OfType<string>());
    }

    private static string? Text(JsonElement check, string name) => check.TryGetProperty(name, out var value) ? value.GetString() : null;
}
