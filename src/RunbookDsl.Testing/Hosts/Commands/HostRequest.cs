namespace RunbookDsl.Testing;

/// <summary>A command line for a scripted machine, from whatever transport.</summary>
/// <param name="User">Who is logged in.</param>
/// <param name="Command">The command line; null is a shell that reads its input.</param>
/// <param name="Streams">Where it reads and writes.</param>
/// <param name="Gone">Fires when nobody is there any more to read the answer.</param>
internal sealed record HostRequest(string User, string? Command, ShellStreams Streams, CancellationToken Gone)
{
    /// <summary>The step that asks; null lets the stage find it out.</summary>
    public string? Step { get; init; }

    /// <summary>What is carried out.</summary>
    public string Text => Command ?? "sh";
}
