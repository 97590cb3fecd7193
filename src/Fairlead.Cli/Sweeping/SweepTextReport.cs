using System.Globalization;
using Fairlead.Cli.Output;
using Fairlead.Core.Claims;
using Fairlead.Core.Sweeps;

namespace Fairlead.Cli.Sweeping;

/// <summary>A sweep for people at a terminal: a line for each address that answered, and what stands out in colour.</summary>
internal static class SweepTextReport
{
    private const int MacColumn = 18;
    private const int UseColumn = 37;

    /// <summary>A proxy that answers for a whole network is one fact, not 65,000 lines.</summary>
    private const int MostProxied = 8;

    public static void Write(SweepReport report, Stream stream, ReportLook look) => TextReport.Write(Compose(report, look), stream, look);

    internal static Page Compose(SweepReport report, ReportLook look)
    {
        var page = new Page(look.Width, look.IsUnicode ? Glyphs.Unicode : Glyphs.Ascii);
        page.Heading($"{report.Segment}, {string.Join(", ", report.Asked)}");
        var proxied = 0;
        foreach (var host in report.Hosts.Where(host => host.As != SweptAs.Proxy || proxied++ < MostProxied))
            WriteHost(page, host);
        if (proxied > MostProxied)
            page.Line(Invariant($"… and {proxied - MostProxied} more addresses that a proxy answers for"), Ink.Dim);
        page.Blank();
        WriteSummary(page, report);
        return page;
    }

    private static void WriteHost(Page page, SweptHost host)
    {
        page.Add(host.Address.ToString(), Ink.Strong).Indent(1).To(MacColumn);
        var (word, ink) = host.As switch
        {
            SweptAs.Duplicate => ("duplicate: ", Ink.Error),
            SweptAs.Proxy => ("proxy ARP: ", Ink.Warning),
            _ => ("", Ink.Plain),
        };
        page.Add(string.Join(", ", host.Macs.Select(mac => mac.Mac)), ink).Indent(1).To(UseColumn);
        page.Add(word, ink).Wrap(WhoseIs(host), host.Claims.Count == 0 ? Ink.Warning : Ink.Plain, UseColumn);
        var vendors = string.Join(", ", host.Macs.Select(mac => mac.Vendor).OfType<string>().Distinct());
        if (vendors.Length > 0)
            page.Indent(1).Wrap($"({vendors})", Ink.Dim, UseColumn);
        page.End();
    }

    private static string WhoseIs(SweptHost host) =>
        string.Join(", ", host.Names.Concat(host.Claims.Count == 0 ? ["not in the plan"] : host.Claims.Select(claim => $"{claim.Kind.NameOf()} of {claim.Owner}")));

    private static void WriteSummary(Page page, SweepReport report)
    {
        page.Wrap(Invariant($"{report.Count(SweptAs.Host)} hosts, {report.Count(SweptAs.Duplicate)} duplicates and {report.Count(SweptAs.Proxy)} addresses behind a proxy among {report.Addresses}, {report.Frames} frames in {report.Duration.TotalSeconds:0.0} s. Who is silent may still be there."));
        page.End();
        if (report.Fault is { } fault)
            page.Line($"Not everybody was asked to the end: {fault}.", Ink.Error);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
