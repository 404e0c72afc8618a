namespace RunbookDsl.Scripting.Compiler;

/// <summary>What an operation says about itself, read without making one.</summary>
/// <param name="Effect">Name of its effect class; null when it depends on how it is made.</param>
/// <param name="Does">Its description, with the names of properties in braces.</param>
/// <param name="Verifies">How it verifies its effect; null when it does not.</param>
/// <param name="Undoes">How it undoes itself; null when it cannot.</param>
/// <param name="HasProbe">Whether it can look if its effect is there; null when that depends on how it is
/// made.</param>
/// <param name="Warning">What an expert would say before.</param>
public sealed record OperationFacts(
    string? Effect,
    string? Does,
    string? Verifies,
    string? Undoes,
    bool? HasProbe,
    string? Warning
)
{
    /// <summary>Whether it changes the world.</summary>
    public bool IsChange => Effect is not ("ReadOnly" or "Human");

    /// <summary>The effect class in words.</summary>
    public string EffectWords => WordsOf(Effect);

    /// <summary>An effect class in words; null when it depends.</summary>
    public static string WordsOf(string? effect) =>
        effect switch
        {
            null => "effect depends",
            "ReadOnly" => "read-only",
            "NonIdempotent" => "non-idempotent",
            _ => effect.ToLowerInvariant(),
        };
}
