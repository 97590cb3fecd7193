using System.Reflection;
using Fairlead.Core.Rules;

namespace Fairlead.Core.Checks;

/// <summary>A live question's prose.</summary>
/// <param name="Why">What goes wrong when the answer is not as planned.</param>
/// <param name="Asks">What is sent, and what each answer or silence is taken for.</param>
/// <param name="Mend">What to do.</param>
/// <param name="Source">Where the rule comes from.</param>
public sealed record CheckText(string Why, string Asks, string Mend, string Source)
{
    /// <summary>The text of a question of the catalogue; every one has one.</summary>
    public static CheckText Of(CheckInfo check)
    {
        ArgumentNullException.ThrowIfNull(check);
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"checks/{check.Rule}-{check.Id}.md")
            ?? throw new InvalidOperationException($"{check.Rule} has no prose.");
        var sections = RuleText.Sections(new StreamReader(stream).ReadToEnd());
        return new(sections["Why"], sections["How it is asked"], sections["Mend"], sections["Source"]);
    }
}
