namespace RunbookDsl.Hosts;

/// <summary>What a program said, as a sentence of a message.</summary>
internal static class Said
{
    private const int ShownCharacters = 2000;

    /// <summary>The end of <paramref name="error"/>, or of <paramref name="output"/> when that is
    /// empty.</summary>
    public static string Of(string error, string output = "")
    {
        var said = error.Trim();
        if (said.Length == 0)
            said = output.Trim();
        if (said.Length == 0)
            return "It said nothing.";
        if (said.Length > ShownCharacters)
            said = "…" + said[^ShownCharacters..];
        return $"It said: {said}{(said[^1] is '.' or '!' or '?' or ':' ? "" : ".")}";
    }
}
