using System.Globalization;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;

namespace Fairlead.Cli.Output;

/// <summary>What the estate needs and has in all, and the one line that says how it went.</summary>
internal static class TotalsView
{
    public static void WriteTotals(Plan plan, Page page)
    {
        var (required, planned) = plan.ControlPlaneIps;
        if (required == 0)
            return;
        var (services, addresses) = plan.LoadBalancerIps;
        page.Blank();
        page.Add("Control plane IPs  ", Ink.Dim).Wrap(string.Create(CultureInfo.InvariantCulture, $"{planned} planned of {required} required"), planned < required ? Ink.Warning : Ink.Plain);
        page.End();
        page.Add("Load balancers     ", Ink.Dim).Wrap($"{Counted.Number(addresses)} {(addresses == 1 ? "address" : "addresses")} for {Counted.Of(services, "service")}");
        page.End();
    }

    public static void WriteSummary(Plan plan, Page page)
    {
        var (errors, warnings, infos) = (plan.Count(Severity.Error), plan.Count(Severity.Warning), plan.Count(Severity.Info));
        page.Blank();
        if (errors + warnings == 0)
        {
            var aside = Aside(infos, plan.Overridden);
            if (plan.Observed.HasFailures)
                page.Draw(page.Glyphs.Cross, Ink.Warning).Wrap($" What was read is well, but not everything could be read: {Sites(plan)} without errors or warnings{aside}.", Ink.Plain, 2);
            else
                page.Add($"{page.Glyphs.Tick} Everything is well: ", Ink.Good).Wrap($"{Sites(plan)} without errors or warnings{aside}.", Ink.Plain, 2);
        }
        else
        {
            page.Draw(page.Glyphs.Cross, errors > 0 ? Ink.Error : Ink.Warning).Add(" ");
            page.Add(Counted.Of(errors, "error"), errors > 0 ? Ink.Error : Ink.Plain).Add(", ");
            page.Add(Counted.Of(warnings, "warning"), warnings > 0 ? Ink.Warning : Ink.Plain).Add(", ");
            page.Add(Counted.Of(infos, "info"), Ink.Plain).Add($", {plan.Overridden} overridden");
        }

        page.End();
    }

    private static string Sites(Plan plan) => $"{Counted.Of(plan.Estate.Sites.Count, "site")}, {Counted.Of(plan.Estate.Clusters.Count(), "cluster")}";

    private static string Aside(int infos, int overridden) => (infos, overridden) switch
    {
        (0, 0) => "",
        (_, 0) => $" ({Counted.Of(infos, "info")})",
        (0, _) => $" ({overridden} overridden)",
        _ => $" ({Counted.Of(infos, "info")}, {overridden} overridden)",
    };
}
