namespace RunbookDsl.LanguageServer;

/// <summary>A change that an editor may offer to make.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Edits">All of it.</param>
internal sealed record Offer(string Title, IReadOnlyList<OfferedEdit> Edits);
