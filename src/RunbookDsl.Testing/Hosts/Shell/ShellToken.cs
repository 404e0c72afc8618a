namespace RunbookDsl.Testing;

/// <summary>An operator, a descriptor before a redirection, or a word.</summary>
internal sealed record ShellToken(string Sign, ShellWord? Word)
{
    /// <summary>For the end word of a here-document: its text.</summary>
    public ShellWord? Document { get; set; }

    /// <summary>A word that nothing is quoted in; null for everything else.</summary>
    public string? Plain =>
        Word is { } word && word.Parts.All(p => p is ShellText { IsQuoted: false }) ? word.Known : null;
}
