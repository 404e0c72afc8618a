namespace RunbookDsl.Postgres;

/// <summary>What a rebuild of indexes came to.</summary>
/// <param name="Indexes">Indexes of user tables in the database.</param>
/// <param name="BytesBefore">Their size before.</param>
/// <param name="BytesAfter">Their size after.</param>
/// <param name="Dropped">Invalid leftovers of an earlier concurrent rebuild that were dropped first.</param>
/// <param name="Took">How long it took.</param>
public sealed record ReindexResult(
    long Indexes,
    long BytesBefore,
    long BytesAfter,
    IReadOnlyList<string> Dropped,
    TimeSpan Took
)
{
    /// <summary>
    /// The server's transaction right before the rebuild: each of these indexes is newer. Null in results of
    /// earlier versions.
    /// </summary>
    public string? Since { get; init; }
}
