using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// Roslyn's diagnostics in the host's form: with suggestions, without noise, in the order of the text.
/// </summary>
internal static class DiagnosticList
{
    private const string UsingAdvice = " (are you missing a using directive or an assembly reference?)";

    /// <summary>
    /// Version unification notes: a package built against an older framework says nothing to an author.
    /// </summary>
    public static ImmutableDictionary<string, ReportDiagnostic> Suppressed { get; } =
        ImmutableDictionary<string, ReportDiagnostic>
            .Empty.Add("CS1701", ReportDiagnostic.Suppress)
            .Add("CS1702", ReportDiagnostic.Suppress)
            .Add("CS1705", ReportDiagnostic.Suppress);

    public static IReadOnlyList<ScriptDiagnostic> Of(
        ImmutableArray<Diagnostic> diagnostics,
        CSharpCompilation compilation,
        CancellationToken cancellationToken
    )
    {
        var order = compilation.SyntaxTrees.Select(t => t.FilePath).ToList();
        return
        [
            .. Placed(diagnostics, compilation, cancellationToken)
                .Select(p => p.Diagnostic)
                .OrderBy(d => order.IndexOf(d.File))
                .ThenBy(d => d.Line)
                .ThenBy(d => d.Column),
        ];
    }

    /// <summary>The same with the place in the text itself, whatever a <c>#line</c> says.</summary>
    public static IReadOnlyList<PlacedDiagnostic> Placed(
        ImmutableArray<Diagnostic> diagnostics,
        CSharpCompilation compilation,
        CancellationToken cancellationToken
    )
    {
        var found = new List<PlacedDiagnostic>();
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Severity < DiagnosticSeverity.Warning || diagnostic.IsSuppressed)
            {
                continue;
            }

            var severity =
                diagnostic.Severity == DiagnosticSeverity.Error
                    ? ScriptSeverity.Error
                    : ScriptSeverity.Warning;
            var message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
            var nearest = NearestName.For(diagnostic, compilation, cancellationToken);
            if (nearest is not null)
            {
                message =
                    $"{message.Replace(UsingAdvice, "", StringComparison.Ordinal)} (did you mean '{nearest}'?)";
            }

            var said = At(diagnostic.Location, severity, diagnostic.Id, message);
            found.Add(PlacedDiagnostic.At(said, diagnostic.Location) with { Suggestion = nearest });
        }

        return found;
    }

    public static ScriptDiagnostic At(Location location, ScriptSeverity severity, string id, string message)
    {
        var span = location.GetMappedLineSpan();
        return new ScriptDiagnostic(
            span.Path,
            span.StartLinePosition.Line + 1,
            span.StartLinePosition.Character + 1,
            span.EndLinePosition.Line + 1,
            span.EndLinePosition.Character + 1,
            severity,
            id,
            message
        );
    }
}
