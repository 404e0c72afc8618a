namespace RunbookDsl;

/// <summary>What a command on another machine left.</summary>
/// <param name="ExitCode">Its exit code, or <see cref="Lost"/>.</param>
/// <param name="Output">The end of its standard output.</param>
/// <param name="Error">The end of its standard error, with what the SSH client said.</param>
public sealed record RemoteResult(int ExitCode, string Output, string Error)
{
    /// <summary>
    /// What an SSH client says when it does not know: the connection broke, or a signal ended the command.
    /// </summary>
    public const int Lost = 255;

    /// <summary>Whether nothing is known about how the command ended.</summary>
    public bool IsLost => ExitCode == Lost;
}
