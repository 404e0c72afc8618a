namespace RunbookDsl.Postgres;

/// <summary>How long one statement takes.</summary>
/// <param name="Digest">Stands for its normalised text.</param>
/// <param name="Text">The beginning of that text, with <c>$1</c> for values.</param>
/// <param name="Calls">How often it was called.</param>
/// <param name="MeanMilliseconds">Average time of a call.</param>
public sealed record StatementTime(string Digest, string Text, long Calls, double MeanMilliseconds);
