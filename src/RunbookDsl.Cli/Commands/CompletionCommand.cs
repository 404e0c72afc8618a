namespace RunbookDsl.Cli;

/// <summary><c>runbook completion</c>: prints what a shell has to read.</summary>
internal static class CompletionCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var shell = invocation.Argument(0)!;
        session.Out.Write(
            shell switch
            {
                "bash" => CompletionScript.Bash(CommandTable.Commands),
                "zsh" => CompletionScript.Zsh(CommandTable.Commands),
                "fish" => CompletionScript.Fish(CommandTable.Commands),
                _ => throw new UsageException(
                    $"there is no completion for '{shell}': say bash, zsh or fish.",
                    invocation.Command
                ),
            }
        );
        return Task.FromResult(ExitCodes.Done);
    }
}
