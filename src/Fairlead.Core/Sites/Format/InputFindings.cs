using Fairlead.Core.Diagnostics;
using Fairlead.Core.Rules;

namespace Fairlead.Core.Sites.Format;

/// <summary>
/// What is wrong with the input. Of each file the first faults are told, and that there are more: a file of the wrong kind has one in every
/// line, and nobody reads a million of them.
/// </summary>
internal sealed class InputFindings
{
    public const int MostPerFile = 1_000;

    private readonly List<Diagnostic> _all = [];
    private readonly Dictionary<string, int> _perFile = [];

    public IReadOnlyList<Diagnostic> All => _all;

    /// <summary>Whether further findings about the file are dropped: then nobody need word them.</summary>
    public bool IsFull(string file) => _perFile.GetValueOrDefault(file) > MostPerFile;

    public void Add(Diagnostic finding)
    {
        var file = finding.Location.File;
        var count = _perFile[file] = _perFile.GetValueOrDefault(file) + 1;
        if (count <= MostPerFile)
            _all.Add(finding);
        if (count != MostPerFile + 1)
            return;
        _all.Add(finding with
        {
            Rule = RuleCatalog.YamlSyntax,
            Message = $"The file has more than {MostPerFile} faults; those from here on are not shown.",
            Hint = "mend the ones above first, or check that this is the right file",
        });
    }
}
