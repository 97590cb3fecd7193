using Fairlead.Core.Diagnostics;
using Fairlead.Core.Rules;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Sites.Format;

/// <summary>Where a document is being read from, and where its findings go. Reading never stops at the first.</summary>
internal sealed class ReadContext(string file, string? site, InputFindings findings)
{
    /// <summary>Whether further reports are dropped.</summary>
    public bool IsFull => findings.IsFull(file);

    public SourceLocation Locate(Node node) => new(file, node.Line, node.Column);

    public SourceLocation Locate(int line, int column) => new(file, line, column);

    public void Report(RuleInfo rule, Subject subject, SourceLocation at, string message, string hint) => findings.Add(new Diagnostic
    {
        Rule = rule,
        Severity = Severity.Error,
        Site = site,
        Subject = subject,
        Location = at,
        Message = message,
        Hint = hint,
    });

    public void Report(RuleInfo rule, Subject subject, Node node, string message, string hint) =>
        Report(rule, subject, Locate(node), message, hint);

    public void ReportNotOneLine(Subject subject, Node node) =>
        Report(RuleCatalog.MissingOrWrongType, subject, node, $"{subject} has a line break or another control character.", "write it on one line; look for escapes such as \\n in double quotes, or use '>-' in place of '|'");

    public void ReportWrongType(Subject subject, Node node, string expected, string? hint = null) =>
        Report(RuleCatalog.MissingOrWrongType, subject, node, $"{subject} is {node.Description}; expected {expected}.", hint ?? $"write {expected}");
}
