using System.Globalization;
using Fairlead.Core.Checks;

namespace Fairlead.Probes.Egress;

/// <summary>One line for each layer of a way, so that a reader can judge anew.</summary>
internal static class WayEvidence
{
    private static readonly string[] Telling = ["Server", "Via", "X-Squid-Error", "Location", "Proxy-Authenticate", "Date"];

    public static IEnumerable<Evidence> Of(WaySeen way, DateTimeOffset at)
    {
        var via = way.Proxy is null ? "" : $"via {way.Proxy}: ";
        return Lines(way).Select(line => new Evidence(line.Kind, via + line.Text, at));
    }

    private static IEnumerable<(string Kind, string Text)> Lines(WaySeen way)
    {
        yield return ("dns", $"{way.Name.Fault ?? string.Join(", ", way.Name.Addresses)} from {way.Name.Server}");
        if (way.Name.Fault is null)
            yield return ("route", way.Source is { } source ? $"sent from {source}" : "no way known to this machine");
        foreach (var seen in way.Tries)
            yield return ("tcp", Invariant($"{seen.Address}: {seen.Reply.Reason}{(seen.Reply.Notice is { } notice ? $" ({notice})" : "")} after {seen.Duration.TotalMilliseconds:0} ms"));
        if (way.Ntp is { } ntp)
            yield return ("ntp", Invariant($"offset {ntp.Offset.TotalSeconds:+0.000;-0.000} s, stratum {ntp.Stratum}"));
        if (way.Tunnel is { } tunnel)
            yield return ("proxy-connect", Response(tunnel));
        if (way.Tls is { } tls)
            yield return ("tls", Greeting(tls));
        foreach (var subject in way.Chain?.Subjects ?? [])
            yield return ("tls-certificate", subject);
        if (way.Chain is { } chain)
            yield return ("tls-root", $"{(chain.Root.Length > 0 ? chain.Root : "none")}: {Word(chain.Trust)}");
        if (way.Http is { } http)
            yield return ("http", Response(http));
        if (way.PlainTls is { } plainTls)
            yield return ("tls", $"without HTTP/2: {Greeting(plainTls)}");
        if (way.PlainHttp is { } plainHttp)
            yield return ("http", $"without HTTP/2: {Response(plainHttp)}");
    }

    private static string Greeting(TlsSeen tls) => tls.End switch
    {
        TlsEnd.Established => $"{tls.Version}, {(tls.Protocol.Length > 0 ? tls.Protocol : "no ALPN")}",
        TlsEnd.Reset => $"reset after the ClientHello, {tls.Detail}",
        TlsEnd.Closed => $"closed after the ClientHello, {tls.Detail}",
        TlsEnd.Silent => $"no answer to the ClientHello, {tls.Detail}",
        TlsEnd.NotTls => $"not TLS, {tls.Detail}",
        _ => $"refused, {tls.Detail}",
    };

    private static string Response(HttpSeen http)
    {
        if (http.Head is not { } head)
            return http.Fault ?? "no answer";
        var fields = Telling
            .Select(name => (name, Value: head.Field(name)))
            .Where(field => field.Value is not null)
            .Select(field => $"; {field.name}: {PlainText.Of(field.Value!)}");
        return string.Create(CultureInfo.InvariantCulture, $"{PlainText.Of(head.Version)} {head.Status}{string.Concat(fields)}");
    }

    private static string Word(ChainTrust trust) => trust switch
    {
        ChainTrust.Public => "a public root",
        ChainTrust.Own => "your own authority",
        ChainTrust.Foreign => "a foreign root",
        ChainTrust.Incomplete => "not sent",
        ChainTrust.WrongName => "trusted, for another name",
        ChainTrust.OutOfTime => "trusted, not at this time",
        _ => "not valid",
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
