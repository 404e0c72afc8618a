using System.Text;

namespace RunbookDsl.Cli;

/// <summary>The help, derived from the table of commands.</summary>
internal static class HelpText
{
    public static string Usage(CommandSpec command)
    {
        var text = new StringBuilder("usage: runbook ").Append(command.Name);
        foreach (var argument in command.Arguments)
            text.Append(' ').Append(argument);
        return text.Append(command.Options.Count > 0 ? " [options]" : "").ToString();
    }

    public static string All(IReadOnlyList<CommandSpec> commands)
    {
        var text = new StringBuilder("Maintenance runbooks: planned, journaled, executed, resumed.\n\n");
        text.Append("usage: runbook COMMAND …      runbook help COMMAND\n\n");
        foreach (var command in commands)
            text.Append("  ").Append(command.Name.PadRight(14)).Append(command.Summary).Append('\n');
        text.Append('\n').Append(ExitCodes);
        text.Append(
            "Runs are kept under RUNBOOK_HOME (default ~/.local/state/runbook), compiled scripts under\n"
        );
        return text.Append("RUNBOOK_CACHE (default ~/.cache/runbook).\n").ToString();
    }

    public static string Of(CommandSpec command)
    {
        var text = new StringBuilder(command.Summary).Append("\n\n").Append(Usage(command)).Append('\n');
        if (command.Options.Count > 0)
            text.Append('\n');
        foreach (var option in command.Options)
            text.Append("  ").Append(Form(option).PadRight(26)).Append(option.Help).Append('\n');
        if (command.Details.Length > 0)
            text.Append('\n').Append(command.Details).Append('\n');
        return text.ToString();
    }

    private static string Form(OptionSpec option)
    {
        var name = option.Short is { } letter ? $"{letter}, {option.Name}" : option.Name;
        return option.Value is { } value ? $"{name} {value}" : name;
    }

    private const string ExitCodes = """
        Exit codes: 0 done · 1 a step failed, run held · 2 usage or authoring error · 3 rolled back ·
        4 a guard refused · 10 aborted by the operator · 73 done, but standard output is lost ·
        74 journal unusable · 75 in doubt, held · 76 the script changed since the run began.


        """;
}
