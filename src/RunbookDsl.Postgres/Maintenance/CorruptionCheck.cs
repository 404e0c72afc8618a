using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that tables and B-tree indexes are sound in themselves, by <c>pg_amcheck</c>. Reads everything:
/// hours on a large database. Other kinds of indexes are not looked at.
/// </summary>
/// <param name="Database">The database, with <c>amcheck</c> installed; the server is PostgreSQL 14 or
/// later.</param>
public sealed record CorruptionCheck(PgDatabase Database) : PgCheck(Database)
{
    private const int FoundSome = 2;
    private const int ShownLines = 6;

    /// <summary>Tables and indexes looked at at once. Default 1.</summary>
    public int JobCount { get; init; } = 1;

    /// <summary>Whether every row is looked for in the indexes of its table. Default no.</summary>
    public bool HasEveryRow { get; init; }

    /// <summary>Tables, as <c>schema.table</c>; empty means all.</summary>
    public IReadOnlyList<string> TableNames { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Pg.AmCheck";

    /// <inheritdoc/>
    public override string Description =>
        TableNames.Count == 0
            ? $"tables and indexes of {Database} are sound"
            : $"{string.Join(", ", TableNames)} of {Database} and their indexes are sound";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("tables", TableNames.Count == 0 ? "all" : string.Join(", ", TableNames)),
            new("jobs", JobCount.ToString(CultureInfo.InvariantCulture)),
            new("every row in its indexes", HasEveryRow ? "yes" : "no"),
        ];

    /// <summary>A copy that looks at so many tables and indexes at once.</summary>
    public CorruptionCheck Jobs(int count) => this with { JobCount = count };

    /// <summary>A copy that also looks whether each row is in the indexes of its table: slower.</summary>
    public CorruptionCheck EveryRow() => this with { HasEveryRow = true };

    /// <summary>A copy for these tables only, as <c>schema.table</c>.</summary>
    public CorruptionCheck Tables(params string[] tables) =>
        this with
        {
            TableNames = [.. TableNames, .. tables],
        };

    private protected override async Task<Verdict> LookAsync(StepContext context, PgSession session)
    {
        await TableActivities.RequireAsync(session, TableNames).ConfigureAwait(false);
        var installed = await session
            .ScalarAsync<bool>("select exists (select from pg_extension where extname = 'amcheck')")
            .ConfigureAwait(false);
        if (!installed)
            throw new OperationFailedException(
                $"{session.Target} has no extension amcheck. Nothing was looked at: CREATE EXTENSION amcheck"
            );
        var tool = await NativeTool
            .FindAsync(context, "pg_amcheck", session.Major, session.Cancellation)
            .ConfigureAwait(false);
        var run = new ToolRun(tool, session.Target, Options())
        {
            Changes = false,
            AlsoEndsWith = FoundSome,
            OnLine = line => context.Report(new StepProgress(line)),
        };
        var result = await Progress
            .WatchAsync(context, session.Target, stop => run.RunAsync(context, stop), session.Cancellation)
            .ConfigureAwait(false);
        var lines = result
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToList();
        return result.ExitCode == 0
            ? Verdict.Pass($"pg_amcheck found nothing wrong in {session.Target}")
            : Verdict.Fail(
                $"pg_amcheck found damage in {session.Target}: {string.Join("; ", lines.Take(ShownLines))}."
                    + $" Change nothing more: copy the data directory first. A damaged index is rebuilt with"
                    + " REINDEX, a damaged table comes from a backup"
            );
    }

    private List<string> Options() =>
        [
            $"--jobs={JobCount.ToString(CultureInfo.InvariantCulture)}",
            "--no-password",
            .. HasEveryRow ? ["--heapallindexed"] : Array.Empty<string>(),
            .. TableNames.Select(t => $"--table={TableName.Quoted(t)}"),
        ];
}
