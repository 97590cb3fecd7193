using Fairlead.Cli.Output;
using Fairlead.Core.Checks;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports.Checks;

namespace Fairlead.Cli.Checks;

/// <summary>What a run saw, the plan it was asked about, and how text is to look.</summary>
internal sealed record CheckAnswer(CheckReport Report, Plan Plan, ReportLook Look);

/// <summary>Every format of a report of live checks, by the name that <c>--format</c> takes.</summary>
internal static class CheckFormats
{
    private static readonly Dictionary<string, Action<CheckAnswer, Stream>> Writers = new()
    {
        ["text"] = CheckTextReport.Write,
        ["json"] = (answer, stream) => CheckJson.Write(answer.Report, stream),
        ["sarif"] = (answer, stream) => CheckSarif.Write(answer.Report, answer.Plan.Sources, stream),
        ["junit"] = (answer, stream) => CheckJUnit.Write(answer.Report, stream),
        ["markdown"] = (answer, stream) => CheckMarkdown.Write(answer.Report, stream),
        ["html"] = (answer, stream) => CheckHtml.Write(answer.Report, stream),
    };

    public static string[] Names => [.. Writers.Keys];

    public static void Write(string format, CheckAnswer answer, Stream stream) => Writers[format](answer, stream);
}
