namespace RunbookDsl.Journal.Postgres;

/// <summary>An append that was sent and never answered.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Epoch">The epoch it was made for.</param>
/// <param name="SeqBefore">Number of the last line known durable.</param>
/// <param name="HeadBefore">Its hash.</param>
/// <param name="Batch">What was sent.</param>
internal sealed record Unsettled(string RunId, long Epoch, long SeqBefore, byte[] HeadBefore, Batch Batch);
