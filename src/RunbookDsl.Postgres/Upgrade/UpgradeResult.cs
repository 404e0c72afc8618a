namespace RunbookDsl.Postgres;

/// <summary>What an upgrade by <c>pg_upgrade</c> came to.</summary>
/// <param name="From">Major version before.</param>
/// <param name="To">Major version after.</param>
/// <param name="Checkpoint">Place of the new cluster's last checkpoint: as long as it stays the same, nobody
/// has started it.</param>
/// <param name="Databases">Databases of the new cluster, the server's own three included.</param>
/// <param name="Folder">Full path of the step's folder beside the new data directory: what to do later, as
/// scripts.</param>
/// <param name="Scripts">Names of these scripts, such as <c>update_extensions.sql</c>.</param>
public sealed record UpgradeResult(
    int From,
    int To,
    string Checkpoint,
    int Databases,
    string Folder,
    IReadOnlyList<string> Scripts
);
