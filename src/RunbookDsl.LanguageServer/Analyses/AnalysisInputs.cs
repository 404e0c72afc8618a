using Microsoft.CodeAnalysis.Text;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.LanguageServer;

/// <summary>What an analysis was made of, to see whether it still holds. Keeps no compilation.</summary>
internal sealed class AnalysisInputs
{
    private readonly Dictionary<string, object?> _states = new(StringComparer.Ordinal);

    public AnalysisInputs(ScriptAnalysis analysis, DocumentSet documents)
    {
        foreach (var path in analysis.Files.Concat(analysis.Missing).Append(analysis.Request.LockFile))
            _states[path] = StateOf(path, documents);
    }

    /// <summary>Whether nothing of it has changed.</summary>
    public bool Hold(DocumentSet documents)
    {
        foreach (var (path, state) in _states)
            if (!Equals(StateOf(path, documents), state))
                return false;
        return true;
    }

    // A text in the editor is itself; a file on disk is its time and length.
    private static object? StateOf(string path, DocumentSet documents)
    {
        if (documents.Texts.TryGetValue(path, out SourceText? open))
            return open;
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
    }
}
