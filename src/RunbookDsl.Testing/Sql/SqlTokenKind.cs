namespace RunbookDsl.Testing;

/// <summary>Kinds of words of SQL.</summary>
internal enum SqlTokenKind
{
    /// <summary>A keyword, or a name without quotes.</summary>
    Word,

    /// <summary>A name in quotes.</summary>
    Quoted,

    /// <summary>A text, in whatever quotes.</summary>
    Literal,

    /// <summary>A number or a parameter.</summary>
    Number,

    /// <summary>Anything else, one character.</summary>
    Symbol,
}
