namespace RunbookDsl.Testing;

/// <summary>A program of scripted machines.</summary>
/// <param name="Name">As it is called.</param>
/// <param name="IsChange">Whether it is meant to change anything with these arguments.</param>
/// <param name="RunAsync">Does it and gives the exit code.</param>
internal sealed record HostProgram(
    string Name,
    Func<string[], bool> IsChange,
    Func<ProgramCall, Task<int>> RunAsync
)
{
    /// <summary>The package, unit or kind of service a machine must have for it; null is every
    /// machine.</summary>
    public string? Needs { get; init; }

    /// <summary>A program that runs another one: how many of its arguments come before that one.</summary>
    public Func<string[], int>? Carries { get; init; }
}
