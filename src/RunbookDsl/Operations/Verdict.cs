namespace RunbookDsl;

/// <summary>The answer of a check: whether the world is as it should be, and what was seen.</summary>
/// <param name="Passed">Whether the assertion holds.</param>
/// <param name="Evidence">What was seen, with values; journaled and printed either way.</param>
public sealed record Verdict(bool Passed, string Evidence)
{
    /// <summary>The assertion holds.</summary>
    public static Verdict Pass(string evidence) => new(true, evidence);

    /// <summary>
    /// The assertion does not hold; <paramref name="evidence"/> says what was expected and what was found.
    /// </summary>
    public static Verdict Fail(string evidence) => new(false, evidence);
}
