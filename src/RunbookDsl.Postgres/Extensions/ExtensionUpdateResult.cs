namespace RunbookDsl.Postgres;

/// <summary>What an update of extensions came to.</summary>
/// <param name="Updated">As <c>citext 1.5 to 1.6</c>; empty when all were up to date.</param>
public sealed record ExtensionUpdateResult(IReadOnlyList<string> Updated);
