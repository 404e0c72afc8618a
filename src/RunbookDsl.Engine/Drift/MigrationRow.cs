namespace RunbookDsl.Engine;

/// <summary>One difference with what a migration does about it.</summary>
/// <param name="Change">The step's difference; null where it is not a step that differs.</param>
/// <param name="Verdict">Whether the run can go on over it.</param>
/// <param name="Text">What becomes of it, or what to do about it.</param>
public sealed record MigrationRow(StepChange? Change, MigrationVerdict Verdict, string Text)
{
    /// <summary>What differs, in words.</summary>
    public required string What { get; init; }

    /// <summary><c>changed 'backup': done already, …</c></summary>
    public override string ToString() => $"{What}: {Text}";
}
