namespace RunbookDsl.LanguageServer;

/// <summary>What was last told about a document, and of what it was found.</summary>
internal sealed record ToldDiagnostics(string Uri, int Version, string Entry, AnalysisInputs Inputs);
