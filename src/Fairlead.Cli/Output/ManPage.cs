using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Fairlead.Cli.Output;

/// <summary>The command tree as a manual page, in the man macros of roff.</summary>
internal static class ManPage
{
    private static readonly (string Name, string Meaning)[] Variables =
    [
        ("NO_COLOR", "If it is set and not empty, results have no colours."),
        ("COLUMNS", "How many cells a line of text has; it wins over what the terminal says."),
        ("FAIRLEAD_SSH", "The command line that 'check --via' runs in place of ssh, read by the shell: options for every connection go here."),
        ("FAIRLEAD_DEBUG", "If it is set, a failure of Fairlead itself shows where it happened. Add it to a report."),
    ];

    public static string Render(RootCommand root)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $".TH FAIRLEAD 1 \"\" \"Fairlead {Escape(Version())}\" \"User Commands\"\n");
        page.Append(CultureInfo.InvariantCulture, $".SH NAME\nfairlead \\- {Escape(Uncapitalized(root.Description ?? ""))}\n");
        page.Append(".SH SYNOPSIS\n");
        foreach (var (path, command) in Commands("fairlead", root))
            page.Append(CultureInfo.InvariantCulture, $"{Synopsis(path, command)}\n.br\n");
        page.Append(CultureInfo.InvariantCulture, $".SH DESCRIPTION\n{Line(root.Description)}");
        page.Append(Line("Site files are YAML or JSON; 'fairlead schema' prints their JSON Schema, and 'fairlead init' drafts them."));
        page.Append(".SH COMMANDS\n");
        foreach (var (path, command) in Commands("fairlead", root))
        {
            page.Append(CultureInfo.InvariantCulture, $".SS {Escape(path)}\n{Synopsis(path, command)}\n.PP\n{Line(command.Description)}");
            foreach (var argument in command.Arguments.Where(argument => !argument.Hidden))
                Append(page, $"\\fI{Escape(argument.HelpName ?? argument.Name)}\\fR", argument.Description, ChoicesOf(argument));
            foreach (var option in command.Options.Where(option => !option.Hidden))
                Append(page, HeadOf(option), option.Description, ChoicesOf(option), DefaultOf(option));
        }

        page.Append(".SH OPTIONS\n");
        foreach (var option in root.Options.Where(option => !option.Hidden))
            Append(page, HeadOf(option), option.Description, []);
        page.Append(".SH EXIT STATUS\n");
        foreach (var (code, meaning) in ExitCodes.All)
            Append(page, $"\\fB{code}\\fR", meaning, []);
        page.Append(".SH ENVIRONMENT\n");
        foreach (var (name, meaning) in Variables)
            Append(page, $"\\fB{Escape(name)}\\fR", meaning, []);
        return page.ToString();
    }

    /// <summary>The commands that do something, each with its words.</summary>
    private static IEnumerable<(string Path, Command Command)> Commands(string path, Command command) =>
        command.Subcommands.Where(child => !child.Hidden).SelectMany(child =>
            child.Subcommands.Count > 0 ? Commands($"{path} {child.Name}", child) : [($"{path} {child.Name}", child)]);

    private static string Synopsis(string path, Command command)
    {
        var text = new StringBuilder($"\\fB{Escape(path)}\\fR");
        if (command.Options.Any(option => !option.Hidden))
            text.Append(" [\\fIoption\\fR]...");
        foreach (var argument in command.Arguments.Where(argument => !argument.Hidden))
        {
            var name = $"\\fI{Escape(argument.HelpName ?? argument.Name)}\\fR{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}";
            text.Append(argument.Arity.MinimumNumberOfValues == 0 ? $" [{name}]" : $" {name}");
        }

        return text.ToString();
    }

    private static string HeadOf(Option option)
    {
        // System.CommandLine knows /h as well; a manual of Unix does not.
        var names = option.Aliases.Append(option.Name).Where(name => name.StartsWith('-')).Distinct().OrderBy(name => name.Length);
        var head = string.Join(", ", names.Select(name => $"\\fB{Escape(name)}\\fR"));
        var takesValue = option.Arity.MinimumNumberOfValues > 0;
        return takesValue ? $"{head} \\fI{Escape(option.HelpName ?? option.Name.TrimStart('-'))}\\fR" : head;
    }

    /// <summary>The values that alone are accepted. Suggestions for an open value, such as ids, are too many for a manual.</summary>
    private static List<string> ChoicesOf(Symbol symbol) => symbol switch
    {
        Option<string> { Name: "--format" } option => Labels(option.GetCompletions(CompletionContext.Empty)),
        Argument<string> { Name: "shell" } argument => Labels(argument.GetCompletions(CompletionContext.Empty)),
        _ => [],
    };

    private static string? DefaultOf(Option option) =>
        option.HasDefaultValue && option.Arity.MinimumNumberOfValues > 0 ? Convert.ToString(option.GetDefaultValue(), CultureInfo.InvariantCulture) : null;

    private static List<string> Labels(IEnumerable<CompletionItem> items) => [.. items.Select(item => item.Label)];

    private static void Append(StringBuilder page, string head, string? description, List<string> choices, string? usual = null)
    {
        page.Append(CultureInfo.InvariantCulture, $".TP\n{head}\n{Line(description)}");
        if (choices.Count > 0)
            page.Append(Line($"One of {string.Join(", ", choices)}."));
        if (usual is not null)
            page.Append(Line($"Default: {usual}."));
    }

    private static string Line(string? text) => $"{Escape(text ?? "")}\n";

    private static string Uncapitalized(string sentence) => sentence.Length == 0 ? "" : char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.');

    private static string Version() =>
        typeof(ManPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>Text that roff shows as it is: no escape, no request at the beginning of a line, ASCII alone.</summary>
    internal static string Escape(string text)
    {
        var result = new StringBuilder();
        foreach (var rune in text.ReplaceLineEndings(" ").EnumerateRunes())
        {
            result.Append(rune.Value switch
            {
                '\\' => @"\(rs",
                '-' => @"\-",
                '\'' => @"\(aq",
                '"' => @"\(dq",
                '`' => @"\(ga",
                '^' => @"\(ha",
                '~' => @"\(ti",
                '.' when result.Length == 0 => @"\&.",
                < 0x20 or 0x7F => " ",
                < 0x80 => rune.ToString(),
                '…' => "...", // many devices have no such character
                _ => string.Create(CultureInfo.InvariantCulture, $@"\[u{rune.Value:X4}]"),
            });
        }

        return result.ToString();
    }
}
