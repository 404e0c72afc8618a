using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// One run of <see cref="CloneOperation"/>: objects without indexes, rows of one snapshot, masked as they are
/// read, indexes, a look for what is left, and only then its name.
/// </summary>
internal sealed class CloneJob(CloneOperation spec, StepContext context, string name)
{
    private readonly string _work = RestoreJob.WorkName(context);
    private readonly string _schema = Path.Combine(
        context.Directory,
        $".{RestoreJob.WorkName(context)}.schema"
    );

    public async Task<CloneResult> RunAsync(CancellationToken cancellation)
    {
        var start = context.Clock.GetTimestamp();
        var source = await PgSession
            .OpenAsync(
                context,
                PgTarget.Resolve(context, spec.Source),
                SessionUse.Look,
                TwoSides.Settings,
                cancellation
            )
            .ConfigureAwait(false);
        await using var closing = source.ConfigureAwait(false);
        var refusal = new CloneRefusal(spec, source);
        await AtServer(
                SessionUse.Look,
                async session =>
                {
                    await refusal.TargetAsync(session, name).ConfigureAwait(false);
                    return 0;
                },
                cancellation
            )
            .ConfigureAwait(false);
        await source.ExecuteAsync("begin isolation level repeatable read read only").ConfigureAwait(false);
        var columns = await ClonedColumn.ListAsync(source).ConfigureAwait(false);
        await refusal.RulesAsync(columns).ConfigureAwait(false);
        try
        {
            var major = await MakeAsync(source, cancellation).ConfigureAwait(false);
            var rows = await FillAsync(source, columns, major, cancellation).ConfigureAwait(false);
            await PublishAsync(cancellation).ConfigureAwait(false);
            return new(
                name,
                columns.Select(c => c.Table).Distinct().Count(),
                rows,
                spec.Masked.Count,
                context.Clock.GetElapsedTime(start)
            );
        }
        finally
        {
            File.Delete(_schema);
        }
    }

    private async Task<int> MakeAsync(PgSession source, CancellationToken cancellation)
    {
        var shape = await ShapeReader.ReadAsync(source).ConfigureAwait(false);
        var snapshot = await source.ScalarAsync<string>("select pg_export_snapshot()").ConfigureAwait(false);
        var major = await AtServer(
                SessionUse.Change,
                async session =>
                {
                    await session
                        .ExecuteAsync(
                            $"create database {Sql.Name(_work)} template template0 encoding"
                                + $" {Sql.Text(shape.Encoding)} lc_collate {Sql.Text(shape.Collate)} lc_ctype"
                                + $" {Sql.Text(shape.CType)}"
                        )
                        .ConfigureAwait(false);
                    await session
                        .ExecuteAsync($"revoke all on database {Sql.Name(_work)} from public")
                        .ConfigureAwait(false);
                    return session.Major;
                },
                cancellation
            )
            .ConfigureAwait(false);
        // Subscriptions hold passwords; roles of production are not there.
        await ToolAsync(
                "pg_dump",
                source.Target,
                Math.Max(major, source.Major),
                [
                    "--format=custom",
                    $"--file={_schema}",
                    "--schema-only",
                    "--no-owner",
                    "--no-acl",
                    "--no-publications",
                    "--no-subscriptions",
                    "--exclude-schema=rb",
                    $"--snapshot={snapshot}",
                    "--no-password",
                ],
                cancellation
            )
            .ConfigureAwait(false);
        await RestoreAsync("pre-data", major, cancellation).ConfigureAwait(false);
        return major;
    }

    private async Task<long> FillAsync(
        PgSession source,
        List<ClonedColumn> columns,
        int major,
        CancellationToken cancellation
    )
    {
        var target = await PgSession
            .OpenAsync(
                context,
                PgTarget.Resolve(context, spec.Database.Named(_work)),
                SessionUse.Change,
                TwoSides.Settings,
                cancellation
            )
            .ConfigureAwait(false);
        await using var closing = target.ConfigureAwait(false);
        await CopyAsync(source, target, columns).ConfigureAwait(false);
        await RestoreAsync("post-data", major, cancellation).ConfigureAwait(false);
        await RefreshAsync(target).ConfigureAwait(false);
        await target.ExecuteAsync("analyze").ConfigureAwait(false);
        var check = new LeakCheck(source, target);
        List<string> leaks = [];
        foreach (var rule in spec.Masked)
            if (await check.FindAsync(rule).ConfigureAwait(false) is { } leak)
                leaks.Add(leak);
        if (leaks.Count > 0)
            throw new OperationFailedException(
                $"the clone holds what was to be masked, and nobody was let in: {string.Join("; ", leaks)}"
            );
        context.Note(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{spec.Masked.Count} masked columns hold none of up to {LeakCheck.Sample} values each of"
                    + $" the source"
            )
        );
        var (tables, _, _) = await SourceReader.CountAsync(target, [], []).ConfigureAwait(false);
        return tables.Sum(t => t.Rows);
    }

    private async Task CopyAsync(PgSession source, PgSession target, List<ClonedColumn> columns)
    {
        // Drawn and kept by the source: neither we nor the target ever see it.
        await source
            .ExecuteAsync("do $$ begin perform set_config('rb.salt', gen_random_uuid()::text, false); end $$")
            .ConfigureAwait(false);
        await target.ExecuteAsync("begin").ConfigureAwait(false);
        var masks = spec.Masked.ToDictionary(r => r.Place);
        var tables = columns.GroupBy(c => c.Table).ToList();
        for (var i = 0; i < tables.Count; i++)
        {
            var table = tables[i];
            var read = table.Select(c =>
                masks.TryGetValue(c.Place, out var rule)
                    ? rule.How!.Expression(Sql.Name(c.Name), c.Longest)
                    : Sql.Name(c.Name)
            );
            await source
                .CopyToAsync(
                    target,
                    $"copy (select {string.Join(", ", read)} from only {table.Key}) to stdout",
                    $"copy {table.Key} ({string.Join(", ", table.Select(c => Sql.Name(c.Name)))}) from stdin"
                )
                .ConfigureAwait(false);
            context.Report(new StepProgress(table.Key, (double)(i + 1) / tables.Count));
        }
        foreach (var sequence in await SequencePlace.ListAsync(source).ConfigureAwait(false))
            await sequence.SetAsync(target).ConfigureAwait(false);
        await target.ExecuteAsync("commit").ConfigureAwait(false);
    }

    private static async Task RefreshAsync(PgSession target)
    {
        var views = await target
            .RowsAsync(
                """
                select format('%I.%I', n.nspname, c.relname) from pg_class c
                join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'm' order by c.oid
                """,
                r => r.GetString(0)
            )
            .ConfigureAwait(false);
        foreach (var view in views)
            await target.ExecuteAsync($"refresh materialized view {view}").ConfigureAwait(false);
    }

    private Task<int> PublishAsync(CancellationToken cancellation)
    {
        var work = Sql.Name(_work);
        return AtServer(
            SessionUse.Change,
            session =>
                session.ExecuteAsync(
                    $"begin; alter database {work} set app.environment = {Sql.Text(spec.Environment)};"
                        + $" grant connect, temporary on database {work} to public;"
                        + $" comment on database {work} is {Sql.Text(RestoreJob.Mark(context))};"
                        + $" alter database {work} rename to {Sql.Name(name)}; commit"
                ),
            cancellation
        );
    }

    private Task RestoreAsync(string section, int major, CancellationToken cancellation) =>
        ToolAsync(
            "pg_restore",
            PgTarget.Resolve(context, spec.Database.Named(_work)),
            major,
            [
                "--exit-on-error",
                "--no-password",
                "--no-owner",
                "--no-acl",
                $"--section={section}",
                $"--jobs={spec.JobCount.ToString(CultureInfo.InvariantCulture)}",
                $"--dbname={_work}",
                _schema,
            ],
            cancellation
        );

    private async Task ToolAsync(
        string tool,
        PgTarget target,
        int major,
        IReadOnlyList<string> arguments,
        CancellationToken cancellation
    )
    {
        var found = await NativeTool.FindAsync(context, tool, major, cancellation).ConfigureAwait(false);
        await new ToolRun(found, target, arguments) { Changes = tool != "pg_dump" }
            .RunAsync(context, cancellation)
            .ConfigureAwait(false);
    }

    private Task<T> AtServer<T>(
        SessionUse use,
        Func<PgSession, Task<T>> work,
        CancellationToken cancellation
    ) => PgSession.WithAsync(context, RestoreJob.Maintenance(spec.Database), use, work, cancellation);
}
