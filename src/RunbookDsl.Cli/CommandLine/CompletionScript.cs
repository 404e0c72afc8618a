using System.Text;

namespace RunbookDsl.Cli;

/// <summary>Shell completion, derived from the table of commands.</summary>
internal static class CompletionScript
{
    public static string Bash(IReadOnlyList<CommandSpec> commands)
    {
        var text = new StringBuilder(
            "_runbook() {\n  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
        );
        text.Append("  COMPREPLY=()\n  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=($(compgen -W \"");
        text.Append(Names(commands)).Append("\" -- \"$cur\"))\n    return\n  fi\n");
        text.Append("  case $prev in\n    --out|--plan) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n");
        text.Append("    --journal) COMPREPLY=($(compgen -d -- \"$cur\")); return ;;\n  esac\n");
        text.Append("  local options= arguments=\n  case ${COMP_WORDS[1]} in\n");
        foreach (var command in commands)
        {
            text.Append("    ").Append(command.Name).Append(") options='").Append(Options(command));
            text.Append("' arguments='").Append(Arguments(command)).Append("' ;;\n");
        }
        text.Append(
            "  esac\n  if [[ $cur == -* ]]; then\n    COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
        );
        text.Append("  elif [ \"$arguments\" = csx ]; then\n");
        text.Append("    COMPREPLY=($(compgen -f -X '!*.csx' -- \"$cur\") $(compgen -d -S / -- \"$cur\"))\n");
        text.Append("  elif [ \"$arguments\" = run ]; then\n");
        text.Append(
            "    COMPREPLY=($(compgen -W \"latest "
                + "$(runbook runs 2>/dev/null | cut -d' ' -f1)\" -- \"$cur\"))\n"
        );
        text.Append("  else\n    COMPREPLY=($(compgen -W \"$arguments\" -- \"$cur\"))\n  fi\n}\n");
        return text.Append("complete -o filenames -F _runbook runbook\n").ToString();
    }

    public static string Zsh(IReadOnlyList<CommandSpec> commands)
    {
        var text = new StringBuilder("#compdef runbook\n_runbook() {\n  local -a commands\n  commands=(\n");
        foreach (var command in commands)
            text.Append("    '")
                .Append(command.Name)
                .Append(':')
                .Append(Quoted(command.Summary))
                .Append("'\n");
        text.Append("  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n");
        text.Append("  case $words[2] in\n");
        foreach (var command in commands)
        {
            text.Append("    ").Append(command.Name).Append(") _arguments");
            foreach (var option in command.Options)
                text.Append(" \\\n      '*")
                    .Append(option.Name)
                    .Append('[')
                    .Append(Quoted(option.Help))
                    .Append(']')
                    .Append(option.Value is null ? "" : $":{option.Value}:{Action(option.Completes)}")
                    .Append('\'');
            text.Append(" \\\n      '*::argument:").Append(Action(Arguments(command))).Append("' ;;\n");
        }
        return text.Append("  esac\n}\ncompdef _runbook runbook\n").ToString();
    }

    public static string Fish(IReadOnlyList<CommandSpec> commands)
    {
        var text = new StringBuilder("complete -c runbook -f\n");
        foreach (var command in commands)
        {
            text.Append("complete -c runbook -n __fish_use_subcommand -a ").Append(command.Name);
            text.Append(" -d '").Append(Quoted(command.Summary)).Append("'\n");
            var when = $"complete -c runbook -n '__fish_seen_subcommand_from {command.Name}'";
            foreach (var option in command.Options)
                text.Append(when)
                    .Append(" -l ")
                    .Append(option.Name.AsSpan(2))
                    .Append(option.Value is null ? "" : " -r")
                    .Append(option.Completes is null ? "" : " -F")
                    .Append(" -d '")
                    .Append(Quoted(option.Help))
                    .Append("'\n");
            text.Append(when)
                .Append(
                    Arguments(command) switch
                    {
                        "csx" => " -F\n",
                        "run" => " -a '(runbook runs 2>/dev/null | string split -f1 \" \")'\n",
                        var words => $" -a '{words}'\n",
                    }
                );
        }
        return text.ToString();
    }

    private static string Names(IReadOnlyList<CommandSpec> commands)
    {
        var names = new List<string>();
        foreach (var command in commands)
            names.Add(command.Name);
        return string.Join(' ', names);
    }

    private static string Options(CommandSpec command)
    {
        var names = new List<string>();
        foreach (var option in command.Options)
            names.Add(option.Name);
        return string.Join(' ', names);
    }

    private static string Arguments(CommandSpec command) =>
        command.Arguments.Count > 0 ? command.Arguments[0].Completes ?? "" : "";

    private static string Action(string? completes) =>
        completes switch
        {
            "csx" => "_files -g \"*.csx\"",
            "file" => "_files",
            "directory" => "_files -/",
            "run" => "(latest $(runbook runs 2>/dev/null | cut -d\" \" -f1))",
            null or "" => " ",
            _ => $"({completes})",
        };

    private static string Quoted(string text) =>
        text.Replace("'", "", StringComparison.Ordinal)
            .Replace(":", "\\:", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal)
            .Replace("]", "\\]", StringComparison.Ordinal);
}
