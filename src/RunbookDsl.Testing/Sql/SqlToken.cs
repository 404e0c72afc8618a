namespace RunbookDsl.Testing;

/// <summary>A word of SQL.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it was written; a word in lower case when it was not quoted.</param>
/// <param name="IsSpaced">Whether white space or a comment was before it.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text, bool IsSpaced)
{
    public bool Is(string word) => Kind == SqlTokenKind.Word && Text == word;

    public bool IsSymbol(char c) => Kind == SqlTokenKind.Symbol && Text[0] == c;

    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.Quoted;
}
