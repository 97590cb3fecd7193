using System.Text;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;

namespace Fairlead.Testing;

/// <summary>Plans from text, for tests.</summary>
public static class Plans
{
    public static readonly DateOnly Today = new(2026, 11, 22);

    public static Plan Of(params IEnumerable<string> files) =>
        Planner.Make([.. files.SelectMany((text, index) => SiteFileReader.Parse($"file{index}.yaml", Encoding.UTF8.GetBytes(text)))], new PlanOptions { AsOf = Today });
}
