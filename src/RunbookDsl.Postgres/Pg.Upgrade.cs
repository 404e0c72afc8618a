namespace RunbookDsl.Postgres;

public static partial class Pg
{
    /// <summary>
    /// A server by its files on the machine where the runbook runs: the folder of its programs and its data
    /// directory, as full paths.
    /// </summary>
    public static PgCluster Cluster(string programs, string data) => new(programs, data);

    /// <summary>
    /// Upgrades a stopped cluster into a new, empty one by <c>pg_upgrade</c>, copying its files;
    /// <c>.Link()</c> shares them instead, which cannot be taken back once the new server was started.
    /// Follow with the start of the new server, <see cref="AnalyzeInStages"/> and
    /// <see cref="AssertStatistics"/>.
    /// </summary>
    /// <param name="old">Shut down cleanly; not changed by a copy.</param>
    /// <param name="fresh">Just made by the new version's <c>initdb</c>, with the same locale and
    /// checksums.</param>
    public static UpgradeOperation Upgrade(PgCluster old, PgCluster fresh) => new(old, fresh);

    /// <summary>
    /// Asserts that <c>pg_upgrade --check</c> finds nothing in the way; the old server may run.
    /// </summary>
    public static UpgradeCheck UpgradeCheck(UpgradeOperation upgrade) => new(upgrade);
}
