using System.Text;

namespace RunbookDsl.Testing.Apis;

/// <summary>Ids in the forms of the providers, the same in each rehearsal, named for transcripts.</summary>
internal static class ModelIds
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A UUID.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="kind">What it is the id of; the word in transcripts.</param>
    /// <param name="name">Its name in transcripts; null counts.</param>
    public static string Uuid(this Stage stage, string kind, string? name = null)
    {
        var bytes = stage.Bytes(kind, 16);
        bytes[6] = (byte)(bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3f | 0x80);
        return stage.Named(new Guid(bytes, bigEndian: true).ToString(), kind, name);
    }

    /// <summary>Lower-case letters and digits.</summary>
    public static string Word(this Stage stage, string kind, int length, string? name = null)
    {
        var text = new StringBuilder();
        foreach (var b in stage.Bytes(kind, length))
            text.Append(Letters[b % Letters.Length]);
        return stage.Named(text.ToString(), kind, name);
    }

    /// <summary>Gives a value its name in transcripts.</summary>
    public static string Named(this Stage stage, string value, string kind, string? name) =>
        name is null ? stage.Tokens.Number(value, kind) : stage.Tokens.Name(value, kind, name);
}
