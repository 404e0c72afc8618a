using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary>One change of one text.</summary>
internal sealed record OfferedEdit(string Path, SourceText Text, TextSpan Span, string Written);
