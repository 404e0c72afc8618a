using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RunbookDsl.LanguageServer;

/// <summary>Files beside a script, parsed as they are in the editor or else on disk.</summary>
internal static class OtherFiles
{
    private const long MostBytes = 1 << 20;
    private static readonly CSharpParseOptions Script = new(kind: SourceCodeKind.Script);

    /// <summary>The root of a file; null when there is none, or one that is too large.</summary>
    public static SyntaxNode? Parsed(string path, DocumentSet documents)
    {
        if (documents.Texts.TryGetValue(path, out var open))
            return CSharpSyntaxTree.ParseText(open, Script, path).GetRoot();
        return TextOf(path) is { } text
            ? CSharpSyntaxTree.ParseText(Wire.Text(text), Script, path).GetRoot()
            : null;
    }

    /// <summary>The text of a file on disk; null when it cannot be read or is too large.</summary>
    public static string? TextOf(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return !file.Exists || file.Length > MostBytes ? null : File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
