using Microsoft.CodeAnalysis;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>The host's own errors, gathered so that all are reported at once.</summary>
internal sealed class Findings
{
    private readonly List<ScriptDiagnostic> _items = [];

    public void Add(string file, string id, string message) =>
        _items.Add(ScriptDiagnostic.ForFile(file, id, message));

    public void Add(Location location, string id, string message) =>
        _items.Add(DiagnosticList.At(location, ScriptSeverity.Error, id, message));

    public void Add(ScriptDiagnostic finding) => _items.Add(finding);

    public bool Has(string id) => _items.Exists(i => i.Id == id);

    public void ThrowIfAny(SourceFiles sources)
    {
        _items.AddRange(sources.Problems);
        if (_items.Count > 0)
        {
            throw new ScriptCompilationException([.. _items.OrderBy(d => d.Line)]);
        }
    }
}
