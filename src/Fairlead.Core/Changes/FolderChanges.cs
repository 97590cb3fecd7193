using Fairlead.Core.Deliverables;

namespace Fairlead.Core.Changes;

/// <summary>What turns the files of a folder into those that a plan renders. What Fairlead did not make is left alone.</summary>
public static class FolderChanges
{
    /// <param name="there">The text of every file that is wanted or was made, by name; names that are missing are not there.</param>
    /// <returns>In order of name: nothing for a file that is as it should be.</returns>
    public static IReadOnlyList<Change> Between(IReadOnlyList<DeliverableFile> wanted, IReadOnlyDictionary<string, string> there, FolderManifest made)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(there);
        ArgumentNullException.ThrowIfNull(made);
        var names = wanted.Select(file => file.Name).ToHashSet();
        var changes = wanted.Select(file => OfWanted(file, there.GetValueOrDefault(file.Name), made)).OfType<Change>()
            .Concat(made.Sums.Keys.Where(name => !names.Contains(name) && there.ContainsKey(name)).Select(name => OfOld(name, there[name], made)));
        return [.. changes.OrderBy(change => change.Target, StringComparer.Ordinal)];
    }

    /// <summary>The manifest after the changes: what was made before and is still there, and what is made now.</summary>
    public static FolderManifest After(IReadOnlyList<DeliverableFile> wanted, IReadOnlyList<Change> changes, FolderManifest made)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(made);
        var sums = new Dictionary<string, string>(made.Sums);
        var reported = changes.Where(change => !change.IsStep).Select(change => change.Target).ToHashSet();
        foreach (var change in changes.Where(change => change.Kind == ChangeKind.Delete))
            sums.Remove(change.Target);
        foreach (var file in wanted.Where(file => !reported.Contains(file.Name)))
            sums[file.Name] = FolderManifest.SumOf(file.Text);
        return new(sums);
    }

    private static Change? OfWanted(DeliverableFile file, string? text, FolderManifest made)
    {
        if (text is null)
            return new(ChangeKind.Create, file.Name, "", null, file.Text);
        if (text == file.Text)
            return null;
        return made.IsAsMade(file.Name, text)
            ? new(ChangeKind.Change, file.Name, "", text, file.Text)
            : new(ChangeKind.Report, file.Name, made.Sums.ContainsKey(file.Name) ? "it was changed by hand since Fairlead wrote it; move your change into the site file, or remove the file" : "it is there already, and Fairlead did not make it; move it away, or choose another folder", text, file.Text);
    }

    private static Change OfOld(string name, string text, FolderManifest made) => made.IsAsMade(name, text)
        ? new(ChangeKind.Delete, name, "the plan no longer has it", text, null)
        : new(ChangeKind.Report, name, "the plan no longer has it, but it was changed by hand since Fairlead wrote it; remove it yourself", text, null);
}
