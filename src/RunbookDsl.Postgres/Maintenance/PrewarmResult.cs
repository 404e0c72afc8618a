namespace RunbookDsl.Postgres;

/// <summary>What reading tables into the server's memory came to.</summary>
/// <param name="Relations">Tables and indexes read.</param>
/// <param name="Blocks">Blocks read, of 8 KiB unless the server was built otherwise.</param>
public sealed record PrewarmResult(int Relations, long Blocks);
