using System.Globalization;
using System.Text;
using Fairlead.Core.Capacity;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;

namespace Fairlead.Cli.Output;

/// <summary>What a change does, for people: findings first, then capacity, then addresses.</summary>
internal static class ComparisonReport
{
    public static void Write(PlanComparison comparison, Stream output) => output.Write(Encoding.UTF8.GetBytes(Text(comparison)));

    private static string Text(PlanComparison comparison)
    {
        if (comparison.IsEmpty)
            return "Nothing changes: the same findings, capacity and addresses.\n";
        var text = new StringBuilder();
        Section(text, "New findings", comparison.Appeared, finding => Finding('+', finding, withHint: true));
        Section(text, "Findings that go", comparison.Gone, finding => Finding('-', finding, withHint: false));
        Section(text, "Capacity", comparison.Capacity, Capacity);
        Section(text, "Addresses", comparison.Addresses, Address);
        text.Append(CultureInfo.InvariantCulture, $"{comparison.Appeared.Count} findings appear, {comparison.Gone.Count} go; {comparison.Capacity.Count} segments and {comparison.Addresses.Count} owners of addresses change.\n");
        return text.ToString();
    }

    private static void Section<T>(StringBuilder text, string title, IReadOnlyList<T> items, Func<T, string> line)
    {
        if (items.Count == 0)
            return;
        text.Append(title).Append('\n');
        foreach (var item in items)
            text.Append(line(item));
        text.Append('\n');
    }

    private static string Finding(char sign, Diagnostic finding, bool withHint)
    {
        var accepted = finding.IsOverridden ? " (accepted)" : "";
        var hint = withHint ? $"    mend: {finding.Hint}\n" : "";
        return $"  {sign} {finding.Severity.Word()} {finding.Rule.Id} {finding.Subject}{accepted}\n    {finding.Message}\n    {finding.Location}\n{hint}";
    }

    private static string Capacity(CapacityChange change)
    {
        var name = $"  {change.Segment}";
        if (change.Before is null)
            return $"{name}: new, {Figures(change.After!)}\n";
        if (change.After is null)
            return $"{name}: gone, was {Figures(change.Before)}\n";
        return $"{name}\n    before {Figures(change.Before)}\n    after  {Figures(change.After)}\n";
    }

    private static string Figures(SegmentCapacity row) =>
        string.Create(CultureInfo.InvariantCulture, $"available {row.Available}, steady {row.Steady}, peak {row.Peak}, headroom {row.Headroom}");

    private static string Address(AddressChange change) =>
        $"  {change.Owner} {change.Kind}: {(change.Before.IsEmpty ? "none" : change.Before)} -> {(change.After.IsEmpty ? "none" : change.After)}\n";
}
