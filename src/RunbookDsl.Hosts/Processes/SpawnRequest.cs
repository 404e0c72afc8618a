namespace RunbookDsl.Hosts;

/// <summary>A program, found and ready to be started.</summary>
/// <param name="Program">As the author named it; also the program's own first argument.</param>
/// <param name="Path">Full path of the file.</param>
/// <param name="Arguments">All arguments, the program's name first.</param>
/// <param name="Environment">The whole environment as <c>NAME=value</c>.</param>
/// <param name="Directory">Full path it starts in.</param>
internal sealed record SpawnRequest(
    string Program,
    string Path,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<string> Environment,
    string Directory
)
{
    public bool HasInput { get; init; }

    /// <summary>Whether it inherits nothing but its environment, and its streams lead nowhere.</summary>
    public bool IsDetached { get; init; }
}
