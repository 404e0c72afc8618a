using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that a disk has room for what comes: a multiple of the database's or its largest table's size.
/// Without
/// <see cref="At"/> it is the disk of the server's data directory, which must then be on this machine.
/// </summary>
/// <param name="Database">The database.</param>
/// <param name="Factor">Free space must be at least this many times the size.</param>
public sealed record DiskHeadroomCheck(PgDatabase Database, double Factor) : PgCheck(Database)
{
    private const string LargestTable = """
        select coalesce(max(pg_total_relation_size(c.oid)), 0)::bigint from pg_class c
        where c.relkind in ('r', 'm') and c.relpersistence <> 't'
        """;

    /// <summary>A path on the disk, relative to the runbook; null is the server's data directory.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// Whether the size is that of the largest table with its indexes. Default no: of the whole database.
    /// </summary>
    public bool OfLargestTable { get; init; }

    /// <inheritdoc/>
    public override string Kind => "Pg.AssertDiskHeadroom";

    /// <inheritdoc/>
    public override string Description =>
        $"the disk of {Path ?? "the server's data directory"} has room for {Number(Factor)} times {Size}";

    private string Size => OfLargestTable ? $"the largest table of {Database}" : $"the size of {Database}";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("factor", Number(Factor)),
            new("path", Path ?? "data directory"),
            new("size of", OfLargestTable ? "largest table" : "database"),
        ];

    /// <summary>
    /// A copy that looks at the disk of <paramref name="path"/>, such as the backup folder.
    /// </summary>
    public DiskHeadroomCheck At(string path) => this with { Path = path };

    /// <summary>
    /// A copy that asks for room for the largest table with its indexes: enough for a rebuild.
    /// </summary>
    public DiskHeadroomCheck LargestTableOnly() => this with { OfLargestTable = true };

    private protected override async Task<Verdict> LookAsync(StepContext context, PgSession session)
    {
        var sql = OfLargestTable ? LargestTable : "select pg_database_size(current_database())";
        var size = await session.ScalarAsync<long>(sql).ConfigureAwait(false);
        var path = Path is null
            ? await DataDirectoryAsync(session).ConfigureAwait(false)
            : System.IO.Path.GetFullPath(Path, context.Directory);
        var free = new DriveInfo(Existing(path)).AvailableFreeSpace;
        var need = (long)(size * Factor);
        var text = $"{Bytes(free)} free at {path}; {Number(Factor)} times {Bytes(size)} is {Bytes(need)}";
        return free >= need
            ? Verdict.Pass(text)
            : Verdict.Fail($"too little disk: {text}. Free {Bytes(need - free)} or give another disk");
    }

    private static async Task<string> DataDirectoryAsync(PgSession session)
    {
        var host = session.Target.Host;
        var isHere = host.StartsWith('/') || host is "localhost" or "127.0.0.1" or "::1";
        if (!isHere)
            throw new OperationFailedException(
                $"{session.Target} is on another machine, whose disk cannot be seen from here."
                    + $" Look there with df, or give a"
                    + " path of this machine with .At(path)"
            );
        return await session
                .ScalarAsync<string>("select current_setting('data_directory', true)")
                .ConfigureAwait(false)
            ?? throw new OperationFailedException(
                $"user \"{session.Target.User}\" may not read data_directory of {session.Target}:"
                    + $" grant pg_read_all_settings,"
                    + " or give a path with .At(path)"
            );
    }

    // A backup folder is made by the step that fills it; its disk is that of the folder above.
    private static string Existing(string path)
    {
        while (!Directory.Exists(path) && System.IO.Path.GetDirectoryName(path) is { } above)
            path = above;
        return path;
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Bytes(long bytes) =>
        bytes >= 1L << 30
            ? $"{Number((double)bytes / (1L << 30))} GiB"
            : $"{Number((double)bytes / (1L << 20))} MiB";
}
