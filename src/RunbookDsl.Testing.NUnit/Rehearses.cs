namespace RunbookDsl.Testing.NUnit;

/// <summary>Constraints on rehearsals: <c>Assert.That(result, Rehearses.Cleanly())</c>.</summary>
public static class Rehearses
{
    /// <summary>
    /// Nothing is wrong with the rehearsal: it had no finding. The message shows every finding and the
    /// transcript.
    /// </summary>
    public static CleanRehearsalConstraint Cleanly() => new();
}
