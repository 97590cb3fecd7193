using Xunit;

namespace Fairlead.SystemTests;

/// <summary>The completion scripts in the shells that they are for, each as far as it can be run without a person at the keyboard.</summary>
public sealed class CompletionTests : IDisposable
{
    private static readonly string Program = Path.Combine(Repository.Root, "artifacts", "bin", "Fairlead.Cli", "debug");

    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-completion-").FullName;

    public CompletionTests() => File.WriteAllText(Path.Combine(_folder, "site.yaml"), "");

    /// <summary>What is typed, and all that may follow the words before.</summary>
    private static (string Typed, string Offered)[] Lines { get; } =
    [
        ("fairlead pla", "plan"),
        ("fairlead endpoints e", "export"),
        ("fairlead plan --form", "--format"),
        ("fairlead plan --format ma", "markdown"),
        ("fairlead plan --format ", "html json junit markdown sarif text"),
        ("fairlead explain FL200", "FL2001 FL2002 FL2003 FL2004 FL2005 FL2006 FL2007"),
        ("fairlead plan s", "site.yaml"),
        ("fairlead plan -q ", "site.yaml"),
        ("fairlead who 10.0.0.1 --format=j s", "site.yaml"),
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <remarks>Where the script offers nothing, -o default has bash complete file names; that happens at the keyboard alone.</remarks>
    [Fact]
    public async Task Bash()
    {
        var answer = await AskAsync("bash", "--norc", "--noprofile", "-c", """
            source <(fairlead completion bash)
            for COMP_LINE; do
              read -ra COMP_WORDS <<<"$COMP_LINE"
              [[ $COMP_LINE != *' ' ]] || COMP_WORDS+=('')
              COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_POINT=${#COMP_LINE}
              _fairlead
              echo "${COMPREPLY[@]}"
            done
            """, "bash");
        Assert.Equal(Lines.Select(line => line.Offered == "site.yaml" ? "" : line.Offered), answer);
    }

    [Fact]
    public async Task Fish()
    {
        Assert.SkipUnless(PublishedProgram.IsOnPath("fish"), "fish is not installed");
        var answer = await AskAsync("fish", "--no-config", "-c", """
            fairlead completion fish | source
            for line in $argv
                string join -- ' ' (complete -C $line)
            end
            true # join answers 1 when there was one word
            """);
        Assert.Equal(Lines.Select(line => line.Offered), answer);
    }

    /// <summary>An interactive zsh on a terminal of its own: TAB completes, and another key shows what the line has become.</summary>
    [Fact]
    public async Task Zsh()
    {
        Assert.SkipUnless(PublishedProgram.IsOnPath("zsh"), "zsh is not installed");
        var answer = await AskAsync("zsh", "-f", "-c", """
            zmodload zsh/zpty
            zpty typing zsh -f -i
            zpty -w typing 'PS1=; autoload -Uz compinit; compinit -u -D; source <(fairlead completion zsh); shown() { print -r -- "<$BUFFER>"; BUFFER=; zle accept-line }; zle -N shown; bindkey "^I" complete-word "^X" shown; print -r -- ${:-rea}dy'
            zpty -r typing answer '*ready*'
            for line; do
              zpty -w -n typing "$line"$'\t\x18'
              zpty -r typing answer $'*<*>\r*'
              print -r -- "${${answer##*<}%%>*}"
            done
            zpty -d typing
            """, "zsh");
        // Several answers stay a list below the line; one is put in.
        Assert.Equal(Lines.Select(Completed), answer);
    }

    [Fact]
    public async Task PowerShell()
    {
        var tool = Path.Combine(_folder, "powershell");
        var installed = await Shell.RunAsync("dotnet", ["tool", "install", "powershell", "--version", "7.6.9", "--tool-path", tool], TestContext.Current.CancellationToken);
        Assert.SkipUnless(installed.ExitCode == 0, "PowerShell could not be fetched: " + installed.Errors);
        var script = Path.Combine(_folder, "ask.ps1");
        await File.WriteAllTextAsync(script, """
            fairlead completion powershell | Out-String | Invoke-Expression
            foreach ($line in $args) {
                ([System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches | ForEach-Object CompletionText) -join ' '
            }
            """, TestContext.Current.CancellationToken);
        var answer = await AskAsync(Path.Combine(tool, "pwsh"), "-NoProfile", "-File", script);
        // By itself it offers files, hidden ones not excepted, in its own form; here only what the program says is compared.
        var asked = Lines.Zip(answer).Where(pair => pair.First.Offered != "site.yaml").ToList();
        Assert.Equal(asked.Select(pair => pair.First.Offered), asked.Select(pair => pair.Second));
        Assert.Equal(Lines.Length, answer.Length);
    }

    private static string Completed((string Typed, string Offered) line)
    {
        if (line.Offered.Contains(' ', StringComparison.Ordinal))
            return line.Typed;
        return $"{line.Typed[..(line.Typed.LastIndexOf(' ') + 1)]}{line.Offered} ";
    }

    private async Task<string[]> AskAsync(string shell, params string[] arguments)
    {
        var answer = await Shell.RunAsync(shell, [.. arguments, .. Lines.Select(line => line.Typed)], _folder, input: "", searchFirst: Program, TestContext.Current.CancellationToken);
        Assert.True(answer is { ExitCode: 0, Errors: "" }, answer.Errors);
        return answer.Output.Split('\n')[..^1];
    }
}
