using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Restores a dump into a database under a working name of the step's own, so that a database of the final
/// name is always complete, and clearing up can never touch somebody else's.
/// </summary>
internal sealed class RestoreJob(StepContext context, PgDatabase into, DumpArtifact artifact)
{
    private const string WorkPrefix = "rb_restoring_";
    private const string DonePrefix = "rb:restored ";

    public required int Jobs { get; init; }

    public bool WithOwners { get; init; } = true;

    /// <summary>The name while it is incomplete; the same for every attempt of the step.</summary>
    public static string WorkName(StepContext context) =>
        WorkPrefix + SessionName.Digest($"{context.RunId}/{context.StepId}");

    /// <summary>The comment on a complete database: whose it is.</summary>
    public static string Mark(StepContext context) => $"{DonePrefix}{context.RunId}/{context.StepId}";

    /// <summary>Where databases are created and renamed.</summary>
    public static PgDatabase Maintenance(PgDatabase database) => database.Named(database.MaintenanceDatabase);

    /// <summary>The manifest, after a look that it is still the one that was journaled.</summary>
    public DumpManifest Manifest()
    {
        var folder = DumpFolder.At(artifact.Path);
        var manifest =
            folder.ReadManifest()
            ?? throw new OperationFailedException(
                $"{artifact.Path} has no readable {DumpManifest.FileName}: it is no finished"
                    + $" dump. Nothing was restored"
            );
        return folder.Artifact(manifest).ManifestSha256 == artifact.ManifestSha256
            ? manifest
            : throw new OperationFailedException(
                $"the manifest of {artifact.Path} has changed since the dump was made. Nothing was restored"
            );
    }

    /// <summary>Creates the working database and fills it; gives how long that took.</summary>
    public async Task<TimeSpan> FillAsync(DumpManifest manifest, CancellationToken cancellation)
    {
        var start = context.Clock.GetTimestamp();
        var work = WorkName(context);
        var major = await PgSession
            .WithAsync(
                context,
                Maintenance(into),
                SessionUse.Change,
                session => CreateAsync(session, work, manifest.Source.Shape),
                cancellation
            )
            .ConfigureAwait(false);
        var target = PgTarget.Resolve(context, into.Named(work));
        var tool = await NativeTool
            .FindAsync(context, "pg_restore", Math.Max(major, manifest.Source.Major), cancellation)
            .ConfigureAwait(false);
        var run = new ToolRun(tool, target, Arguments(work));
        await Progress
            .WatchAsync(context, target, stop => run.RunAsync(context, stop), cancellation)
            .ConfigureAwait(false);
        return context.Clock.GetElapsedTime(start);
    }

    /// <summary>Drops the working database, whoever is connected.</summary>
    public static Task<int> DropWorkAsync(
        StepContext context,
        PgDatabase into,
        CancellationToken cancellation
    ) =>
        PgSession.WithAsync(
            context,
            Maintenance(into),
            SessionUse.Change,
            session =>
                session.ExecuteAsync($"drop database if exists {Sql.Name(WorkName(context))} with (force)"),
            cancellation
        );

    /// <summary>Whether a database of that name exists, and its comment.</summary>
    public static async Task<(bool Exists, string? Comment)> FindAsync(PgSession session, string name)
    {
        var found = await session
            .RowsAsync(
                "select shobj_description(oid, 'pg_database') from pg_database where datname = $1",
                r => r.IsDBNull(0) ? null : r.GetString(0),
                name
            )
            .ConfigureAwait(false);
        return (found.Count > 0, found.FirstOrDefault());
    }

    private async Task<int> CreateAsync(PgSession session, string work, DatabaseShape shape)
    {
        var options =
            $"template template0 encoding {Sql.Text(shape.Encoding)} lc_collate {Sql.Text(shape.Collate)}"
            + $" lc_ctype {Sql.Text(shape.CType)}";
        if (shape.Provider == "i" && session.Major >= 15)
            options += $" locale_provider icu icu_locale {Sql.Text(shape.Locale ?? "")}";
        if (shape.Provider == "b" && session.Major >= 17)
            options += $" locale_provider builtin builtin_locale {Sql.Text(shape.Locale ?? "")}";
        if (WithOwners)
            options += $" owner {Sql.Name(shape.Owner)}";
        await session.ExecuteAsync($"create database {Sql.Name(work)} {options}").ConfigureAwait(false);
        var mark = $"rb:restoring {context.RunId}/{context.StepId} from {artifact.Path}";
        await session
            .ExecuteAsync($"comment on database {Sql.Name(work)} is {Sql.Text(mark)}")
            .ConfigureAwait(false);
        return session.Major;
    }

    private List<string> Arguments(string work)
    {
        List<string> arguments =
        [
            "--exit-on-error",
            "--no-password",
            $"--jobs={Jobs.ToString(CultureInfo.InvariantCulture)}",
            $"--dbname={work}",
        ];
        if (!WithOwners)
            arguments.AddRange(["--no-owner", "--no-acl"]);
        arguments.Add(artifact.Path);
        return arguments;
    }
}
