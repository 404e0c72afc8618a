namespace RunbookDsl.Postgres;

public static partial class Pg
{
    /// <summary>
    /// Asserts that the secret leads to the database that is meant; null accepts any value.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="database">Expected name.</param>
    /// <param name="environment">Expected value of the database's setting <c>app.environment</c>.</param>
    /// <param name="role">Expected login.</param>
    /// <param name="systemIdentifier">Expected server, from <c>pg_control_system()</c>.</param>
    public static IdentityCheck AssertIdentity(
        PgDatabase db,
        string? database = null,
        string? environment = null,
        string? role = null,
        string? systemIdentifier = null
    ) =>
        new(db)
        {
            ExpectedDatabase = database,
            ExpectedEnvironment = environment,
            ExpectedRole = role,
            ExpectedSystem = systemIdentifier,
        };

    /// <summary>Asserts that the server accepts writes.</summary>
    public static IdentityCheck AssertPrimary(PgDatabase database) => new IdentityCheck(database).Primary();

    /// <summary>Asserts that no transaction has been open for longer (default 60 s).</summary>
    public static LongTransactionsCheck LongTransactions(PgDatabase database, TimeSpan? olderThan = null) =>
        new(database, olderThan ?? TimeSpan.FromSeconds(60));

    /// <summary>Asserts that nothing keeps vacuum from removing dead rows.</summary>
    public static XminHoldersCheck XminHolders(PgDatabase database) => new(database);

    /// <summary>Asserts that no prepared transaction waits on the server, in any of its databases.</summary>
    public static PreparedTransactionsCheck AssertNoPreparedTransactions(PgDatabase database) =>
        new(database);

    /// <summary>
    /// Asserts that the disk has room for <paramref name="factor"/> times the database's size.
    /// </summary>
    public static DiskHeadroomCheck AssertDiskHeadroom(PgDatabase database, double factor = 2) =>
        new(database, factor);

    /// <summary>Asserts that every sequence is beyond the values its column already has.</summary>
    public static SequencesCheck CheckSequences(PgDatabase database) => new(database);

    /// <summary>Names this moment in the write-ahead log, for a recovery that goes exactly here.</summary>
    public static RestorePointOperation CreateRestorePoint(PgDatabase database, string? name = null) =>
        new(database, name);
}
