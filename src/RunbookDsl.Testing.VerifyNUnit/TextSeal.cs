using System.Text;

namespace RunbookDsl.Testing.VerifyNUnit;

/// <summary>
/// Keeps a text as it is. Verify scrubs every text before it compares it: folders of this machine always, and
/// whatever the project has asked for. In a transcript what varies is named already, and <c>/root</c> may be
/// a folder of a scripted host: it must not become a token on one machine and stay on another.
/// </summary>
/// <remarks>
/// The seal is a second target behind the text's own. Verify takes targets one after the other: when it
/// hands the seal to its converter, the text has been scrubbed. It is put back then, and nothing is left of
/// the seal.
/// </remarks>
internal sealed class TextSeal : MemoryStream
{
    /// <summary>What Verify knows the seal by; no file ever ends so.</summary>
    public const string Extension = "runbookseal";

    private readonly StringBuilder _scrubbed;
    private readonly string _text;

    private TextSeal(string text) => (_text, _scrubbed) = (text, new StringBuilder(text));

    public static ConversionResult Close(string text)
    {
        var seal = new TextSeal(text);
        return new(null, [new Target("txt", seal._scrubbed), new Target(Extension, seal)]);
    }

    public static ConversionResult Open(
        string? name,
        Stream seal,
        IReadOnlyDictionary<string, object> context
    )
    {
        ((TextSeal)seal).Restore();
        return new(null, []);
    }

    private void Restore() => _scrubbed.Clear().Append(_text);
}
