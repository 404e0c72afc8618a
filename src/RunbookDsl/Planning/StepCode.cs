namespace RunbookDsl;

/// <summary>
/// The code behind one call that makes a step, as the compiler saw it: of the step's statement and of all it
/// refers to, without comments and lay-out.
/// </summary>
public sealed class StepCode
{
    /// <summary>Full path of the file that holds the call.</summary>
    public required string File { get; init; }

    /// <summary>Line of the call, counted from 1; what the compiler tells the called method.</summary>
    public required int Line { get; init; }

    /// <summary>Column of the verb, counted from 1.</summary>
    public int Column { get; init; }

    /// <summary>Last line of the step's statement.</summary>
    public int EndLine { get; init; }

    /// <summary>The step's name where it is written out; null where it is computed.</summary>
    public string? Name { get; init; }

    /// <summary>24 hex digits; the same for two texts that differ in comments and lay-out only.</summary>
    public required string Hash { get; init; }

    /// <summary>
    /// The type of the step's result with a hash of its members; null without a result worth keeping.
    /// </summary>
    public string? ResultType { get; init; }
}
