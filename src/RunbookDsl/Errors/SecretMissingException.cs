namespace RunbookDsl;

/// <summary>
/// A secret the runbook names has no value here. The message names it and the ways to give it.
/// </summary>
public sealed class SecretMissingException : RunbookException
{
    /// <summary>Reports that <paramref name="name"/> has no value.</summary>
    public SecretMissingException(string name, string message)
        : base(message) => Name = name;

    /// <summary>The secret's name.</summary>
    public string Name { get; }
}
