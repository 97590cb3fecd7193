using Fairlead.Core.Planning;

namespace Fairlead.Cli.Output;

/// <summary>The plan for people at a terminal.</summary>
internal static class TextReport
{
    public static void Write(Plan plan, Stream output, ReportLook look)
    {
        using var writer = new StreamWriter(output, leaveOpen: true);
        foreach (var diagnostic in plan.Diagnostics)
            writer.WriteLine($"{diagnostic.Location}: {diagnostic.Severity} {diagnostic.Rule.Id} {diagnostic.Subject}: {diagnostic.Message} ({diagnostic.Hint}) {look}");
    }
}
