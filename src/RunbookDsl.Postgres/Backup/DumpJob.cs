using System.Globalization;
using System.Text.Json;

namespace RunbookDsl.Postgres;

/// <summary>
/// One run of <see cref="DumpOperation"/>: snapshot, pg_dump and count side by side, read through, manifest,
/// rename.
/// </summary>
internal sealed class DumpJob(DumpOperation spec, StepContext context, DumpFolder folder)
{
    public async Task<DumpArtifact> RunAsync(CancellationToken cancellation)
    {
        if (Directory.Exists(folder.Path) || Directory.Exists(folder.Partial))
            throw new OperationFailedException(
                $"{folder.Path} or its .partial is already there; it is not overwritten. Move it"
                    + $" away, then try again"
            );
        var target = PgTarget.Resolve(context, spec.Database);
        Durable.MakeFolder(folder.Parent);
        var (facts, tool) = await PgSession
            .WithAsync(
                context,
                spec.Database,
                SessionUse.Long,
                session => DumpAsync(session, target, cancellation),
                cancellation
            )
            .ConfigureAwait(false);
        context.Report(new StepProgress("reading the dump through"));
        await DumpReader
            .ReadThroughAsync(context, folder.Partial, tool.Major, cancellation)
            .ConfigureAwait(false);
        await FinishAsync(facts, tool, cancellation).ConfigureAwait(false);
        return folder.Artifact(folder.ReadManifest()!).SaidBy(context);
    }

    private async Task<(SourceFacts Facts, NativeTool Tool)> DumpAsync(
        PgSession session,
        PgTarget target,
        CancellationToken cancellation
    )
    {
        var tool = await NativeTool
            .FindAsync(context, "pg_dump", session.Major, cancellation)
            .ConfigureAwait(false);
        var wait = ((long)spec.LockWait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        await session
            .ExecuteAsync($"set lock_timeout = {wait}; set row_security = off")
            .ConfigureAwait(false);
        var start = await StartAsync(session).ConfigureAwait(false);
        await session.ExecuteAsync("begin isolation level repeatable read read only").ConfigureAwait(false);
        var snapshot = await session.ScalarAsync<string>("select pg_export_snapshot()").ConfigureAwait(false);
        var run = new ToolRun(tool, target, Arguments(snapshot!, wait)) { Changes = false };
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var dumping = Progress.WatchAsync(context, target, stop => run.RunAsync(context, stop), both.Token);
        try
        {
            var counted = await SourceReader
                .CountAsync(
                    session,
                    Names(spec.Excluded),
                    spec.IsSchemaOnly
                        ? await SourceReader.TableNamesAsync(session).ConfigureAwait(false)
                        : Names(spec.ExcludedData)
                )
                .ConfigureAwait(false);
            await dumping.ConfigureAwait(false);
            var facts = start with
            {
                Tables = counted.Tables,
                Indexes = counted.Indexes,
                Constraints = counted.Constraints,
            };
            return (facts, tool);
        }
        catch
        {
            await both.CancelAsync().ConfigureAwait(false);
            await ((Task)dumping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (dumping.IsFaulted)
                await dumping.ConfigureAwait(false);
            throw;
        }
    }

    private async Task<SourceFacts> StartAsync(PgSession session) =>
        new()
        {
            Database = session.Target.Database,
            Server = await SourceReader.ServerAsync(session).ConfigureAwait(false),
            Major = session.Major,
            Lsn = (await SourceReader.LsnAsync(session).ConfigureAwait(false))!,
            TakenAt = await session.ScalarAsync<DateTime>("select clock_timestamp()").ConfigureAwait(false),
            Shape = await ShapeReader.ReadAsync(session).ConfigureAwait(false),
            Sequences = spec.IsSchemaOnly
                ? []
                : await SourceReader.SequencesAsync(session).ConfigureAwait(false),
            Tables = [],
            Indexes = 0,
            Constraints = 0,
        };

    private List<string> Arguments(string snapshot, string wait)
    {
        List<string> arguments =
        [
            "--format=directory",
            $"--file={folder.Partial}",
            $"--jobs={spec.JobCount.ToString(CultureInfo.InvariantCulture)}",
            $"--snapshot={snapshot}",
            $"--lock-wait-timeout={wait}",
            "--no-password",
        ];
        if (spec.Compression is not null)
            arguments.Add($"--compress={spec.Compression}");
        if (spec.IsSchemaOnly)
            arguments.Add("--schema-only");
        arguments.AddRange(spec.Excluded.Select(t => $"--exclude-table={Pattern(t)}"));
        arguments.AddRange(spec.ExcludedData.Select(t => $"--exclude-table-data={Pattern(t)}"));
        return arguments;
    }

    private async Task FinishAsync(SourceFacts facts, NativeTool tool, CancellationToken cancellation)
    {
        var manifest = new DumpManifest
        {
            Run = context.RunId,
            Step = context.StepId,
            Tool = $"pg_dump {tool.Version}",
            Source = facts,
            Files = await DumpFolder.HashAsync(folder.Partial, cancellation).ConfigureAwait(false),
        };
        var text = JsonSerializer.SerializeToUtf8Bytes(manifest, PgJson.Default.DumpManifest);
        Durable.WriteFile(Path.Combine(folder.Partial, DumpManifest.FileName), text);
        Durable.CloseToOthers(folder.Partial);
        Durable.Rename(folder.Partial, folder.Path);
    }

    // pg_dump reads patterns: quoted, a name stands for itself only.
    private static string Pattern(string table) => TableName.Quoted(table);

    private static HashSet<string> Names(IReadOnlyList<string> tables) =>
        [.. tables.Select(TableName.Catalogue)];
}
