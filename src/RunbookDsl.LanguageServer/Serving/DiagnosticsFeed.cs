using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.Text;
using RunbookDsl.Lint;
using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.LanguageServer;

/// <summary>
/// Tells the client what is wrong, a moment after it stopped typing. One computation at a time; a change ends
/// the one at work.
/// </summary>
internal sealed class DiagnosticsFeed : IAsyncDisposable
{
    private const int MostInOneFile = 500;
    private readonly Scripts _scripts;
    private readonly FrameWriter _writer;
    private readonly ITimer _timer;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly Task _working;

    // Only the one at work looks at it.
    private readonly Dictionary<string, ToldDiagnostics> _told = new(StringComparer.Ordinal);
    private DocumentSet _documents = DocumentSet.Empty;
    private CancellationTokenSource _current = new();

    public DiagnosticsFeed(Scripts scripts, FrameWriter writer)
    {
        (_scripts, _writer) = (scripts, writer);
        _timer = scripts.Options.Clock.CreateTimer(
            _ => _wanted.Release(),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        _working = Task.Run(WorkAsync);
    }

    /// <summary>The documents have changed.</summary>
    public void Changed(DocumentSet documents)
    {
        lock (_gate)
        {
            _documents = documents;
            _current.Cancel();
        }
        _timer.Change(_scripts.Options.DiagnosticsDelay, Timeout.InfiniteTimeSpan);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _end.CancelAsync().ConfigureAwait(false);
        lock (_gate)
            _current.Cancel();
        await _working.ConfigureAwait(false);
        _current.Dispose();
        _end.Dispose();
        _wanted.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            while (true)
            {
                await _wanted.WaitAsync(_end.Token).ConfigureAwait(false);
                TellAll();
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private void TellAll()
    {
        DocumentSet documents;
        CancellationToken cancellation;
        lock (_gate)
        {
            _end.Token.ThrowIfCancellationRequested();
            documents = _documents;
            var old = _current;
            _current = new();
            old.Dispose();
            cancellation = _current.Token;
        }
        Forget(documents);
        foreach (var document in documents.All)
            try
            {
                Tell(document, documents, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Log($"diagnostics of {document.Path}: {e.GetType().Name}: {e.Message}");
            }
    }

    private void Tell(OpenDocument document, DocumentSet documents, CancellationToken cancellation)
    {
        // Of many open documents a key changes few.
        var entry = _scripts.Entries.EntryOf(document.Path, documents);
        if (
            _told.TryGetValue(document.Path, out var before)
            && before.Version == document.Version
            && before.Entry == entry
            && before.Inputs.Hold(documents)
        )
            return;
        var kept = _scripts.Entry(entry, documents, cancellation);
        var found = new JsonArray();
        foreach (var diagnostic in kept.Diagnose(cancellation).Take(MostInOneFile))
            if (diagnostic.Path == document.Path)
                found.Add((JsonNode)Of(diagnostic, document.Text));
        foreach (var broken in Loaded.Broken(kept, document, cancellation))
            found.Add((JsonNode)broken);
        try
        {
            foreach (var finding in Advice(kept, document, cancellation))
                found.Add((JsonNode)finding);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            // A rule that fails must not keep the compiler's own mistakes from being told.
            Log($"lint of {document.Path}: {e.GetType().Name}: {e.Message}");
        }
        cancellation.ThrowIfCancellationRequested();
        _told[document.Path] = new(document.Uri, document.Version, entry, kept.Inputs);
        Publish(new() { ["version"] = document.Version }, document.Uri, found);
    }

    // Nothing is said any more about what is no longer open.
    private void Forget(DocumentSet documents)
    {
        foreach (var (path, told) in _told.Where(t => documents.Find(t.Key) is null).ToArray())
        {
            _told.Remove(path);
            Publish(new JsonObject(), told.Uri, new JsonArray());
        }
    }

    private void Publish(JsonObject parameters, string uri, JsonArray found)
    {
        parameters["uri"] = uri;
        parameters["diagnostics"] = found;
        _writer.Notify("textDocument/publishDiagnostics", parameters);
    }

    private void Log(string text) =>
        _writer.Notify("window/logMessage", new JsonObject { ["type"] = 1, ["message"] = text });

    private static IEnumerable<JsonObject> Advice(
        KeptAnalysis kept,
        OpenDocument document,
        CancellationToken cancellation
    )
    {
        if (kept.Analysis.TreeOf(document.Path) is not { } tree)
            yield break;
        foreach (var finding in kept.Lint(tree, cancellation).Take(MostInOneFile))
            yield return new JsonObject
            {
                ["range"] = Wire.Range(document.Text, finding.Span),
                ["severity"] = finding.Severity switch
                {
                    LintSeverity.Error => 1,
                    LintSeverity.Warning => 2,
                    _ => 4,
                },
                ["code"] = finding.RuleId,
                ["source"] = "runbook lint",
                ["message"] = finding.Message,
            };
    }

    private static JsonObject Of(PlacedDiagnostic found, SourceText text)
    {
        var lines = TextLines.Of(text);
        var span =
            found.Start < 0
                ? TextSpan.FromBounds(0, lines.EndOf(0))
                : TextSpan.FromBounds(
                    Math.Min(found.Start, text.Length),
                    Math.Min(found.Start + found.Length, text.Length)
                );
        var diagnostic = new JsonObject
        {
            ["range"] = Wire.Range(text, span),
            ["severity"] = found.Diagnostic.Severity == ScriptSeverity.Error ? 1 : 2,
            ["code"] = found.Diagnostic.Id,
            ["source"] = "runbook",
            ["message"] = found.Diagnostic.Message,
        };
        if (found.Suggestion is { } suggestion)
            diagnostic["data"] = new JsonObject { ["suggestion"] = suggestion };
        return diagnostic;
    }
}
