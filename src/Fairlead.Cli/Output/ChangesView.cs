using Fairlead.Core.Changes;

namespace Fairlead.Cli.Output;

/// <summary>Changes before they are made, as people read plans: what comes, what goes, line by line, and what is left alone.</summary>
internal static class ChangesView
{
    /// <summary>Of a file that is new or goes, so many lines; the rest is a number.</summary>
    private const int WholeLinesShown = 12;

    public static Page Compose(IReadOnlyList<Change> changes, string place, ReportLook look)
    {
        var page = new Page(look.Width, look.IsUnicode ? Glyphs.Unicode : Glyphs.Ascii);
        foreach (var change in changes)
        {
            page.Blank();
            var (word, ink) = change.Kind switch
            {
                ChangeKind.Create => ("create", Ink.Good),
                ChangeKind.Change => ("change", Ink.Warning),
                ChangeKind.Delete => ("delete", Ink.Error),
                _ => ("leave", Ink.Dim),
            };
            page.Add(word.PadRight(8), ink).Add(change.Target, Ink.Strong);
            if (change.Why.Length > 0)
                page.Add("  ").Wrap(change.Why, Ink.Dim, 10);
            page.End();
            if (!look.IsQuiet)
                WriteLines(change, page);
        }

        page.Blank();
        page.Line(Summary(changes, place));
        return page;
    }

    public static string Summary(IReadOnlyList<Change> changes, string place)
    {
        int Count(ChangeKind kind) => changes.Count(change => change.Kind == kind);
        return changes.Count == 0
            ? $"{place} is as the plan says: nothing to change."
            : $"{place}: {Count(ChangeKind.Create)} to create, {Count(ChangeKind.Change)} to change, {Count(ChangeKind.Delete)} to delete, {Count(ChangeKind.Report)} left alone.";
    }

    private static void WriteLines(Change change, Page page)
    {
        var lines = LineDifference.Between(change.Before ?? "", change.After ?? "");
        var shown = change.Before is null || change.After is null ? WholeLinesShown : lines.Count;
        foreach (var line in lines.Take(shown))
        {
            var (mark, ink) = line.Kind switch
            {
                LineKind.Come => ("+ ", Ink.Good),
                LineKind.Gone => ("- ", Ink.Error),
                LineKind.Gap => ("  ...", Ink.Dim),
                _ => ("  ", Ink.Dim),
            };
            page.Indent(2).Add(mark + line.Text, ink).End();
        }

        if (lines.Count > shown)
            page.Indent(4).Line($"{page.Glyphs.More} and {Counted.Of(lines.Count - shown, "more line")}", Ink.Dim);
    }
}
