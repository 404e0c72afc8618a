namespace RunbookDsl;

/// <summary>A command line for another machine.</summary>
/// <param name="Host">The host as the SSH configuration knows it: a name, an alias, an address.</param>
/// <param name="Text">The command line for the host's POSIX shell, quoted already. Shown in process lists, on
/// both machines: no place for secrets.</param>
public sealed record RemoteCommand(string Host, string Text)
{
    /// <summary>Who logs in; null is who the SSH configuration says.</summary>
    public string? User { get; init; }

    /// <summary>Whether it gets a connection of its own, shared with no other command. Default: no.</summary>
    public bool IsNewConnection { get; init; }

    /// <summary>Full path of the private key that is the only one tried; null is what the SSH configuration
    /// says. Only for a connection of its own.</summary>
    public string? Identity { get; init; }

    /// <summary>Text for standard input, secrets included; null closes it.</summary>
    public string? Input { get; init; }

    /// <summary>
    /// Called for each line of output as it comes, standard error included; must not block.
    /// </summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>
    /// Starts the client, where there is one, as a program of the step; null starts it as anybody's.
    /// </summary>
    public IProcessRunner? Processes { get; init; }

    /// <summary>How much of each output stream is kept, in bytes from its end. Default 1 MiB.</summary>
    public int KeepBytes { get; init; } = 1 << 20;
}
