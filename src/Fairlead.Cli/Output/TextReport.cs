using System.Text;
using Fairlead.Core.Planning;
using Spectre.Console;

namespace Fairlead.Cli.Output;

/// <summary>The plan for people at a terminal; and how any page gets there.</summary>
internal static class TextReport
{
    public static void Write(Plan plan, Stream output, ReportLook look) => Write(Compose(plan, look), output, look);

    public static void Write(Page page, Stream output, ReportLook look)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
        if (look.IsPlain)
        {
            page.WritePlain(writer);
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(writer),
        });
        console.Write(page);
    }

    internal static Page Compose(Plan plan, ReportLook look)
    {
        var page = new Page(look.Width, look.IsUnicode ? Glyphs.Unicode : Glyphs.Ascii);
        FindingsView.Write(plan, page);
        if (!look.IsQuiet)
        {
            AddressPlanView.Write(plan, page);
            CapacityView.Write(plan, page);
            ObservedView.Write(plan, page);
            TotalsView.WriteTotals(plan, page);
        }

        TotalsView.WriteSummary(plan, page);
        return page;
    }
}
