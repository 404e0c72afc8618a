using Microsoft.CodeAnalysis;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>A finding and the very characters it is about.</summary>
/// <param name="Diagnostic">What <c>check</c> prints.</param>
/// <param name="Path">Full path of the file.</param>
/// <param name="Start">Offset of the first character, in UTF-16 units; -1 for the file as a whole.</param>
/// <param name="Length">Number of characters; may be 0.</param>
public sealed record PlacedDiagnostic(ScriptDiagnostic Diagnostic, string Path, int Start, int Length)
{
    /// <summary>The name that was most likely meant instead; null when none is near.</summary>
    public string? Suggestion { get; init; }

    internal static PlacedDiagnostic At(ScriptDiagnostic diagnostic, Location location) =>
        location.SourceTree is { } tree
            ? new(diagnostic, tree.FilePath, location.SourceSpan.Start, location.SourceSpan.Length)
            : InFile(diagnostic);

    internal static PlacedDiagnostic InFile(ScriptDiagnostic diagnostic) =>
        new(diagnostic, diagnostic.File, -1, 0);
}
