using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary>
/// Which runbooks a file belongs to: a file that is only ever loaded makes sense in the one that loads it.
/// Looks at open documents first, then at scripts in the folder, beside it and above it, within bounds.
/// </summary>
internal sealed class EntryFinder
{
    private const int MostFiles = 200;
    private const int MostBytes = 1 << 20;
    private const int Deepest = 4;
    private static readonly CSharpParseOptions Script = new(kind: SourceCodeKind.Script);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string[]> _known = new(StringComparer.Ordinal);

    /// <summary>What was found is looked for again: files came, went or load something else.</summary>
    public void Forget()
    {
        lock (_gate)
            _known.Clear();
    }

    /// <summary>The entry in whose light a file is seen: itself, unless another one loads it.</summary>
    public string EntryOf(string path, DocumentSet documents) => EntriesOf(path, documents)[0];

    /// <summary>All entries whose meaning depends on a file, the one it is seen in first.</summary>
    public string[] EntriesOf(string path, DocumentSet documents)
    {
        lock (_gate)
            if (_known.TryGetValue(path, out var known))
                return known;
        var found = new List<string>();
        Collect(path, documents, Loads(path, documents), found, 0);
        if (found.Count == 0 || IsRunbook(path, documents))
            found.Insert(0, path);
        lock (_gate)
            return _known[path] = [.. found];
    }

    // One that has a title is an entry itself, whoever loads it.
    private static bool IsRunbook(string path, DocumentSet documents) =>
        OtherFiles
            .Parsed(path, documents)
            ?.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Any(c => c.Expression is IdentifierNameSyntax { Identifier.ValueText: "Runbook" }) == true;

    private static void Collect(
        string path,
        DocumentSet documents,
        Dictionary<string, HashSet<string>> loads,
        List<string> found,
        int depth
    )
    {
        foreach (var (by, loaded) in loads)
            if (by != path && loaded.Contains(path) && !found.Contains(by) && depth < Deepest)
            {
                var before = found.Count;
                Collect(by, documents, loads, found, depth + 1);
                if (found.Count == before)
                    found.Add(by);
            }
    }

    // By script, what it loads.
    private static Dictionary<string, HashSet<string>> Loads(string path, DocumentSet documents)
    {
        var loads = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var document in documents.All)
            loads[document.Path] = LoadedBy(document.Path, document.Text);
        foreach (var file in Neighbours(path).Where(f => !loads.ContainsKey(f)).Take(MostFiles))
            if (TextOf(file) is { } text)
                loads[file] = LoadedBy(file, text);
        return loads;
    }

    private static IEnumerable<string> Neighbours(string path)
    {
        var folder = Path.GetDirectoryName(path);
        if (folder is null || !Directory.Exists(folder))
            return [];
        var above = Path.GetDirectoryName(folder);
        return Scripts(folder)
            .Concat(Folders(folder).SelectMany(Scripts))
            .Concat(above is null or "/" ? [] : Scripts(above).Concat(Folders(above).SelectMany(Scripts)));
    }

    private static IEnumerable<string> Scripts(string folder) =>
        Listed(() => Directory.GetFiles(folder, "*.csx"));

    private static IEnumerable<string> Folders(string folder) =>
        Listed(() => Directory.GetDirectories(folder))
            .Where(f => Path.GetFileName(f)[0] != '.')
            .Take(MostFiles);

    private static string[] Listed(Func<string[]> list)
    {
        try
        {
            var found = list();
            Array.Sort(found, StringComparer.Ordinal);
            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static SourceText? TextOf(string path)
    {
        try
        {
            return new FileInfo(path).Length > MostBytes ? null : Wire.Text(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static HashSet<string> LoadedBy(string path, SourceText text)
    {
        var loaded = new HashSet<string>(StringComparer.Ordinal);
        if (!text.ToString().Contains("#load", StringComparison.Ordinal))
            return loaded;
        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, Script).GetRoot();
        foreach (var load in root.GetLoadDirectives())
            if (load.File.ValueText is { Length: > 0 } name && !name.Contains('\0', StringComparison.Ordinal))
                loaded.Add(Path.GetFullPath(name, Path.GetDirectoryName(path) ?? "/"));
        return loaded;
    }
}
