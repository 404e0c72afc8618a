using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary>A file as it is in the editor.</summary>
/// <param name="Uri">As the editor calls it.</param>
/// <param name="Path">Full path; made up for a document that was never saved.</param>
/// <param name="Version">The editor's count of its changes.</param>
/// <param name="Text">Its content.</param>
internal sealed record OpenDocument(string Uri, string Path, int Version, SourceText Text);
