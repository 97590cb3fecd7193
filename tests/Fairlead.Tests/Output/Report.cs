using System.Text;
using Fairlead.Cli.Output;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;
using Spectre.Console.Testing;

namespace Fairlead.Tests.Output;

/// <summary>Reports of plans made from text.</summary>
internal static class Report
{
    public static Plan Plan(string yaml, string file = "site.yaml") =>
        Planner.Make(SiteFileReader.Parse(file, Encoding.UTF8.GetBytes(yaml)), new PlanOptions { AsOf = new DateOnly(2026, 5, 1) });

    /// <summary>As a terminal without colours shows it.</summary>
    public static string Text(Plan plan, int width = 100, bool quiet = false, bool unicode = true)
    {
        using var console = new TestConsole();
        console.Profile.Width = width;
        console.Write(TextReport.Compose(plan, new ReportLook(IsPlain: true, quiet) { Width = width, IsUnicode = unicode }));
        return console.Output;
    }

    /// <summary>The bytes that really go out.</summary>
    public static string Written(Plan plan, ReportLook look)
    {
        using var stream = new MemoryStream();
        TextReport.Write(plan, stream, look);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
