using Fairlead.Core.Planning;
using Fairlead.Core.Reports;

namespace Fairlead.Cli.Output;

/// <summary>A plan and how it is to be shown.</summary>
/// <param name="Comparison">Null unless it was asked for.</param>
internal sealed record PlanAnswer(Plan Plan, PlanComparison? Comparison, ReportLook Look);

/// <summary>Every format of a plan, by the name that <c>--format</c> takes.</summary>
internal static class PlanFormats
{
    private const string Text = "text";
    private const string Json = "json";

    private static readonly Dictionary<string, Action<PlanAnswer, Stream>> Writers = new()
    {
        [Text] = WriteText,
        [Json] = (answer, stream) => JsonReport.Write(answer.Plan, answer.Comparison, stream),
        ["sarif"] = (answer, stream) => SarifReport.Write(answer.Plan, stream),
        ["junit"] = (answer, stream) => JUnitReport.Write(answer.Plan, stream),
        ["markdown"] = (answer, stream) => MarkdownReport.Write(answer.Plan, stream),
        ["html"] = (answer, stream) => HtmlReport.Write(answer.Plan, stream),
    };

    public static string[] Names => [.. Writers.Keys];

    public static bool ShowsComparison(string format) => format is Text or Json;

    public static void Write(string format, PlanAnswer answer, Stream stream) => Writers[format](answer, stream);

    private static void WriteText(PlanAnswer answer, Stream stream)
    {
        if (answer.Comparison is not null)
            ComparisonReport.Write(answer.Comparison, stream);
        else
            TextReport.Write(answer.Plan, stream, answer.Look);
    }
}
