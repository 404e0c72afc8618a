namespace RunbookDsl.Documents;

/// <summary>A document cannot be read or written. Nothing was changed.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
public sealed class DocumentException(string message) : RunbookException(message);
