namespace RunbookDsl;

/// <summary>
/// A program with its arguments. Never a shell string; secrets only in <see cref="Environment"/> or input.
/// </summary>
/// <param name="Program">A name found on the path, or a full path.</param>
/// <param name="Arguments">Passed on one by one as they are: no shell reads them. Shown in process
/// lists.</param>
public sealed record ProcessCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Variables added to the inherited environment; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } =
        new Dictionary<string, string?>();

    /// <summary>Directory to start in; null is the runbook's.</summary>
    public string? Directory { get; init; }

    /// <summary>Text for standard input; null closes it.</summary>
    public string? Input { get; init; }

    /// <summary>
    /// Called for each line of output as it comes, standard error included; must not block.
    /// </summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>
    /// Called with the number of the process, which leads a session of its own, as soon as it is started.
    /// </summary>
    public Action<int>? OnStarted { get; init; }

    /// <summary>How much of each output stream is kept, in bytes from its end. Default 1 MiB.</summary>
    public int KeepBytes { get; init; } = 1 << 20;

    /// <summary>Time between SIGTERM and SIGKILL when cancelled. Default 10 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);
}
