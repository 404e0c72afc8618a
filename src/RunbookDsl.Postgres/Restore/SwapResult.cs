namespace RunbookDsl.Postgres;

/// <summary>
/// Which database bears which name after a swap. Identified by object id, which a rename does not change.
/// </summary>
/// <param name="Live">The name applications use.</param>
/// <param name="LiveId">Object id of the database that bears it now.</param>
/// <param name="KeptAs">The name of the one that was live before.</param>
/// <param name="KeptId">Its object id.</param>
public sealed record SwapResult(string Live, long LiveId, string KeptAs, long KeptId);
