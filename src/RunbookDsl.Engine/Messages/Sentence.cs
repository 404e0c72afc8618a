namespace RunbookDsl.Engine;

/// <summary>Text of others as a part of our messages.</summary>
internal static class Sentence
{
    /// <summary>The text with a full stop, unless it ends in a mark already.</summary>
    public static string Of(string text)
    {
        var trimmed = text.TrimEnd();
        return trimmed.Length == 0 || trimmed[^1] is '.' or '!' or '?' or '…' ? trimmed : trimmed + ".";
    }
}
