using Microsoft.CodeAnalysis;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>The host's own errors, gathered so that all are reported at once.</summary>
internal sealed class Findings
{
    private readonly List<PlacedDiagnostic> _items = [];

    public IReadOnlyList<PlacedDiagnostic> Items => _items;

    public void Add(string file, string id, string message) =>
        Add(ScriptDiagnostic.ForFile(file, id, message));

    public void Add(Location location, string id, string message) =>
        _items.Add(
            PlacedDiagnostic.At(DiagnosticList.At(location, ScriptSeverity.Error, id, message), location)
        );

    public void Add(ScriptDiagnostic finding) => _items.Add(PlacedDiagnostic.InFile(finding));

    public bool Has(string id) => _items.Exists(i => i.Diagnostic.Id == id);

    public void ThrowIfAny(SourceFiles sources)
    {
        foreach (var problem in sources.Problems)
        {
            Add(problem);
        }

        if (_items.Count > 0)
        {
            throw new ScriptCompilationException([.. _items.Select(i => i.Diagnostic).OrderBy(d => d.Line)]);
        }
    }
}
