namespace RunbookDsl.Postgres;

public static partial class Pg
{
    /// <summary>
    /// Dumps <paramref name="database"/> in directory format below <paramref name="directory"/> (relative to
    /// the runbook) with a manifest of checksums and row counts, and reads it through before it gets its
    /// final name.
    /// </summary>
    public static DumpOperation Dump(PgDatabase database, string directory) => new(database, directory);

    /// <summary>
    /// Dumps what belongs to no database: the roles, memberships and tablespaces of the server, without
    /// passwords unless <c>.WithPasswords()</c>. Restored with psql before the databases are.
    /// </summary>
    /// <param name="database">Any database of the server.</param>
    /// <param name="directory">Folder for dumps, relative to the runbook.</param>
    public static DumpGlobalsOperation DumpGlobals(PgDatabase database, string directory) =>
        new(database, directory);

    /// <summary>Asserts that a dump is whole, by reading every byte. Needs no database.</summary>
    public static VerifyDumpCheck VerifyDump(Input<DumpArtifact> dump) => new(dump);

    /// <summary>
    /// The newest finished dump in a folder of dumps, or the dump whose folder is given. Changes nothing.
    /// </summary>
    public static FindDumpOperation FindDump(string path) => new(path);

    /// <summary>
    /// Restores <paramref name="dump"/> into a new database; refuses a name that is taken. Follow with
    /// <c>AnalyzeInStages</c> and <see cref="Swap"/>.
    /// </summary>
    public static RestoreOperation Restore(Input<DumpArtifact> dump, PgDatabase into) => new(dump, into);

    /// <summary>
    /// Proves <paramref name="dump"/> by restoring it on a scratch server and comparing; leaves nothing.
    /// </summary>
    public static RehearseRestoreOperation RehearseRestore(Input<DumpArtifact> dump, PgDatabase on) =>
        new(dump, on);

    /// <summary>
    /// Puts <paramref name="replacement"/> in the place of the live <paramref name="database"/>, which is
    /// kept.
    /// </summary>
    public static SwapOperation Swap(PgDatabase database, string replacement, string keepAs) =>
        new(database, replacement, keepAs);
}
