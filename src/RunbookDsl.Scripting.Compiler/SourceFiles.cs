using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// Reads script files and answers Roslyn's <c>#load</c>: a path is relative to the file that holds the
/// directive. Keeps the bytes it handed out, so that the cache remembers what was compiled and not what the
/// disk says later.
/// </summary>
internal sealed class SourceFiles(
    CSharpParseOptions parsing,
    SourceArchive? archive,
    IReadOnlyDictionary<string, SourceText>? open = null
) : SourceReferenceResolver
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, SourceText> _texts = new(StringComparer.Ordinal);
    private readonly List<ClosureFile> _files = [];
    private long _bytes;

    public IReadOnlyList<ClosureFile> Files => _files;

    /// <summary>
    /// What was wrong with files that Roslyn asked for; it would only say "could not be opened".
    /// </summary>
    public List<ScriptDiagnostic> Problems { get; } = [];

    public override string? NormalizePath(string path, string? baseFilePath) => Absolute(path, baseFilePath);

    public override string? ResolveReference(string path, string? baseFilePath)
    {
        var full = Absolute(path, baseFilePath);
        return Exists(full) ? full : null;
    }

    /// <summary>Whether there is such a file: in an editor, on disk, or in the archive read
    /// instead.</summary>
    public bool Exists(string path) =>
        open?.ContainsKey(path) == true || (archive?.Has(path) ?? File.Exists(path));

    public override Stream OpenRead(string resolvedPath) =>
        archive?.Find(resolvedPath) is { } content
            ? new MemoryStream(content, writable: false)
            : File.OpenRead(resolvedPath);

    public override SourceText ReadText(string resolvedPath)
    {
        var isEntry = _files.Count > 0 && _files[0].Path == resolvedPath;
        return isEntry ? MaskedText.Blank(Read(resolvedPath)) : Read(resolvedPath);
    }

    public SourceText Read(string path)
    {
        if (_texts.TryGetValue(path, out var known))
        {
            return known;
        }

        if (open?.TryGetValue(path, out var unsaved) == true)
        {
            _files.Add(new ClosureFile(path, ClosureFileKind.Source, []));
            return _texts[path] = MaskedText.Of(unsaved, parsing);
        }

        var content = ReadBytes(path);
        _files.Add(new ClosureFile(path, ClosureFileKind.Source, content));
        return _texts[path] = MaskedText.Of(Decode(path, content), parsing);
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => 0;

    // No path holds a NUL; one that does names nothing, and is told so like any other.
    public static string Absolute(string path, string? baseFilePath) =>
        Path.GetFullPath(path.Replace('\0', '\uFFFD'), Path.GetDirectoryName(baseFilePath) ?? "/");

    private byte[] ReadBytes(string path)
    {
        if (archive?.Find(path) is { } archived)
        {
            return archived;
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            _bytes += stream.Length;
            if (_bytes > CompileRequest.MaxSourceBytes)
            {
                return Report(
                    path,
                    ScriptDiagnosticIds.TooLarge,
                    "the script with all it loads is over 10 MiB"
                );
            }

            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return Report(path, ScriptDiagnosticIds.Unreadable, "the file cannot be read: " + e.Message);
        }
    }

    private SourceText Decode(string path, byte[] content)
    {
        try
        {
            return SourceText.From(
                new MemoryStream(content),
                Strict,
                SourceHashAlgorithm.Sha256,
                throwIfBinaryDetected: true,
                canBeEmbedded: true
            );
        }
        catch (Exception e) when (e is DecoderFallbackException or InvalidDataException)
        {
            Report(path, ScriptDiagnosticIds.NotText, "the file is not UTF-8 text; save it as UTF-8");
            return SourceText.From("", Strict, SourceHashAlgorithm.Sha256);
        }
    }

    private byte[] Report(string path, string id, string message)
    {
        Problems.Add(ScriptDiagnostic.ForFile(path, id, message));
        return [];
    }
}
