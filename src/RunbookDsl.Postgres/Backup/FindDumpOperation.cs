using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Finds a finished dump on this machine's disk, made by whatever run, to restore from. Changes nothing.
/// </summary>
/// <param name="Path">
/// A dump's folder, or a folder of dumps (the newest is taken); relative to the runbook.
/// </param>
public sealed record FindDumpOperation(string Path) : Operation<DumpArtifact>, IPgOperation
{
    /// <summary>Takes only dumps of this database; null takes any.</summary>
    public string? DatabaseName { get; init; }

    /// <summary>Refuses dumps older than this; null accepts any age.</summary>
    public TimeSpan? OldestAge { get; init; }

    /// <inheritdoc/>
    public override string Kind => "Pg.FindDump";

    /// <inheritdoc/>
    public override string Description =>
        DatabaseName is null
            ? $"find the newest dump in {Path}"
            : $"find the newest dump of {DatabaseName} in {Path}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            new("path", Path),
            new("of database", DatabaseName ?? "any"),
            new("not older than", OldestAge is { } age ? Durations.Text(age) : "any age"),
        ];

    string IPgOperation.ProbeText => "looks again";

    /// <inheritdoc/>
    protected override JsonTypeInfo<DumpArtifact> JsonInfo => PgJson.Default.DumpArtifact;

    /// <summary>A copy that takes only dumps of <paramref name="database"/>.</summary>
    public FindDumpOperation Of(string database) => this with { DatabaseName = database };

    /// <summary>A copy that refuses dumps taken longer ago than <paramref name="age"/>.</summary>
    public FindDumpOperation NotOlderThan(TimeSpan age) => this with { OldestAge = age };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Probe.NotDone("looked up each time"));

    /// <inheritdoc/>
    public override Task<DumpArtifact> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var path = System.IO.Path.TrimEndingDirectorySeparator(
            System.IO.Path.GetFullPath(Path, context.Directory)
        );
        var folder = DumpFolder.At(path);
        var found = folder.ReadManifest() is { } manifest
            ? folder.Artifact(manifest).SaidBy(context)
            : DumpCatalogue
                .Of(path)
                .Where(d => DatabaseName is null || d.Database == DatabaseName)
                .MaxBy(d => d.TakenAt);
        var ofWhich = DatabaseName is null ? "" : $" of database \"{DatabaseName}\"";
        if (found is null)
            throw new OperationFailedException(
                $"no finished dump{ofWhich} in {path}. Expected a"
                    + $" folder with a {DumpManifest.FileName}, as Pg.Dump makes it"
            );
        if (DatabaseName is not null && found.Database != DatabaseName)
            throw new OperationFailedException(
                $"{path} is a dump of database \"{found.Database}\", not of \"{DatabaseName}\""
            );
        var age = context.Clock.GetUtcNow() - found.TakenAt;
        return OldestAge is { } limit && age > limit
            ? throw new OperationFailedException(
                $"the newest dump, {found.Path}, is {Durations.Text(age)} old; accepted is"
                    + $" {Durations.Text(limit)}."
                    + " Make a new one first"
            )
            : Task.FromResult(found);
    }
}
