using System.CommandLine;
using System.CommandLine.Completions;
using Fairlead.Core.Endpoints;

namespace Fairlead.Cli.Checks;

/// <summary>Options that take more than a line.</summary>
internal static class CheckOptionParts
{
    public static Option<string[]> Only()
    {
        var names = CheckFamilies.All.Select(family => family.Name).ToArray();
        var only = new Option<string[]>("--only")
        {
            Description = $"Ask these families alone, separated by commas: {string.Join(", ", names)}.",
            HelpName = "families",
            CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
        };
        only.Validators.Add(result =>
        {
            foreach (var name in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Except(names))
                result.AddError($"--only takes {string.Join(", ", names)}, not '{name}'.");
        });
        return only;
    }

    public static Option<string?> Role()
    {
        var role = new Option<string?>("--role") { Description = "Which kind of machine asks; default: a cluster node in a segment, else the management machine. One that is no ESXi host but asks as one (physical-nodes) is reported as a stand-in.", HelpName = "kind" };
        // The catalogue is read when the option is used: every command of the program builds this one.
        role.CompletionSources.Add(_ => PortCatalog.Default.Machines.Select(machine => new CompletionItem(machine.Id)));
        role.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var asked }] && !PortCatalog.Default.Machines.Any(machine => machine.Id == asked))
                result.AddError($"--role takes {string.Join(", ", PortCatalog.Default.Machines.Select(machine => machine.Id))}, not '{asked}'.");
        });
        return role;
    }

    /// <summary>A PEM file that must be there and hold certificates, before anything is sent.</summary>
    public static Option<string?> Authorities(string name, string description)
    {
        var file = new Option<string?>(name) { Description = description, HelpName = "file" };
        file.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var path }] && !Fairlead.Probes.Egress.Authorities.TryRead(path, out _, out var error))
                result.AddError($"{name}: {error}");
        });
        return file;
    }
}
