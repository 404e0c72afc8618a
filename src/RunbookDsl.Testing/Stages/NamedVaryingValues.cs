namespace RunbookDsl.Testing;

/// <summary>
/// What steps call varying, in the book of tokens: <c>{varies:server clock}</c>. One token for all of a
/// kind, since whether two of them are equal varies too.
/// </summary>
internal sealed class NamedVaryingValues(TokenBook tokens) : IVaryingValues
{
    public void Heard(string what, string value) => tokens.Name(value, "varies", what);
}
