namespace RunbookDsl.Cli;

/// <summary>The command line cannot be understood. Nothing was done. Exit code 2.</summary>
internal sealed class UsageException(string message, CommandSpec? command = null) : RunbookException(message)
{
    /// <summary>The verb whose usage is shown; null shows where the verbs are listed.</summary>
    public CommandSpec? Command => command;
}
