using System.CommandLine;
using System.Text;
using Fairlead.Cli.Output;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead completion</c>: a script with which a shell asks the program itself what may follow.</summary>
internal static class CompletionCommand
{
    /// <remarks>
    /// COMP_WORDS splits at = and :, so the line is sent, and the answer is compared with the last word. The library suggests True and
    /// False behind a flag, and /h and /? for help; where those would come first, nobody would see files.
    /// </remarks>
    private const string Bash = """
        # bash completion for fairlead: source <(fairlead completion bash)
        _fairlead() {
          local current=${COMP_WORDS[COMP_CWORD]} line=${COMP_LINE:0:COMP_POINT} answer
          line="fairlead${line#"${COMP_WORDS[0]}"}"
          COMPREPLY=()
          while IFS= read -r answer; do
            # Options are offered when they are begun; before that, files are.
            if [[ $answer == "$current"* && $answer != @(True|False|/[?h]) && ($answer != -* || $current == -*) ]]; then COMPREPLY+=("$answer"); fi
          done < <("${COMP_WORDS[0]/#\~/$HOME}" "[suggest:${#line}]" "$line" 2>/dev/null)
        }
        complete -o bashdefault -o default -F _fairlead fairlead

        """;

    private const string Zsh = """
        #compdef fairlead
        # zsh completion for fairlead: source <(fairlead completion zsh), or a file _fairlead in a folder of $fpath
        _fairlead() {
          local line="fairlead ${(j: :)words[2,CURRENT]}" current="${words[CURRENT]}" answer
          local -a answers
          for answer in "${(@f)$("${~words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}"; do
            # Options are offered when they are begun; before that, files are.
            if [[ -n $answer && $answer == "$current"* && $answer != (True|False|/[?h]) && ( $answer != -* || $current == -* ) ]]; then answers+=("$answer"); fi
          done
          if (( ${#answers} )); then compadd -a answers; else _files; fi
        }
        if [[ ${funcstack[1]} == _fairlead ]]; then _fairlead "$@"; else compdef _fairlead fairlead; fi

        """;

    private const string Fish = """
        # fish completion for fairlead: fairlead completion fish | source
        function __fairlead_complete
            set -l current (commandline -ct)
            set -l words (commandline -opc)
            set -l line (string join ' ' -- fairlead $words[2..-1] "$current")
            set -l found 0
            for answer in (fairlead "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
                # Options are offered when they are begun; before that, files are.
                if string match -q -- '-*' $answer; and not string match -q -- '-*' "$current"
                    continue
                end
                if string match -q -- "$current*" $answer; and not contains -- $answer True False /h '/?'
                    echo $answer
                    set found 1
                end
            end
            if test $found -eq 0
                __fish_complete_path "$current"
            end
        end
        complete -c fairlead -f -a '(__fairlead_complete)'

        """;

    /// <remarks>Where a native completer answers nothing, PowerShell completes file names by itself.</remarks>
    private const string PowerShell = """
        # PowerShell completion for fairlead: fairlead completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName fairlead -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $line = $commandAst.ToString()
            $line = 'fairlead' + $line.Substring($commandAst.CommandElements[0].Extent.Text.Length)
            if ($wordToComplete -eq '') { $line += ' ' }
            fairlead "[suggest:$($line.Length)]" "$line" 2>$null |
                Where-Object { $_.StartsWith($wordToComplete) -and $_ -notin 'True', 'False', '/h', '/?' -and (-not $_.StartsWith('-') -or $wordToComplete.StartsWith('-')) } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    public static Command Build(Terminal terminal)
    {
        var shell = new Argument<string>("shell") { Description = "The shell that is to complete." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "powershell");
        var output = CommonOptions.Output();
        var command = new Command("completion", "Print a script that completes fairlead's commands and options in a shell.") { shell, output };
        command.SetAction(arguments =>
        {
            var script = arguments.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                _ => PowerShell,
            };
            ResultWriter.Write(terminal, arguments.GetValue(output), stream => stream.Write(Encoding.UTF8.GetBytes(script.ReplaceLineEndings("\n"))));
            return ExitCodes.Good;
        });
        return command;
    }
}
