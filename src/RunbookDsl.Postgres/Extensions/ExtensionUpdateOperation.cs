using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Brings the extensions of a database to the version that the server's files are of: after an upgrade of the
/// server or of their packages the database still has the objects of the old one.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record ExtensionUpdateOperation(PgDatabase Database)
    : PgOperation<ExtensionUpdateResult>(Database)
{
    /// <summary>Names of extensions; empty means all of the database.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "Pg.ExtensionUpdate";

    /// <inheritdoc/>
    public override string Description => $"update {What} of {Database} to the version of the server's files";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification => "each has the version that the server's files offer";

    /// <inheritdoc/>
    public override string Warning =>
        "Cannot be taken back: few extensions know a way to an older version. One that is preloaded wants the"
        + " server restarted with its new library first";

    /// <inheritdoc/>
    protected override JsonTypeInfo<ExtensionUpdateResult> JsonInfo => PgJson.Default.ExtensionUpdateResult;

    private protected override string ProbeText => "compares installed and offered versions";

    private protected override IReadOnlyList<Fact> Arguments =>
        [new("extensions", Names.Count == 0 ? "all" : string.Join(", ", Names))];

    private string What =>
        Names.Count == 0
            ? "the extensions"
            : $"extension{(Names.Count == 1 ? "" : "s")} {string.Join(", ", Names)}";

    /// <summary>A copy for these only.</summary>
    public ExtensionUpdateOperation Only(params string[] names) => this with { Names = [.. Names, .. names] };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                var old = await OldAsync(session).ConfigureAwait(false);
                return old.Count == 0
                    ? Probe.Done("each has the version of the server's files", new ExtensionUpdateResult([]))
                    : Probe.NotDone($"to be updated: {Shown(old)}");
            },
            cancellation
        );

    /// <inheritdoc/>
    public override async Task<ExtensionUpdateResult> RunAsync(
        StepContext context,
        CancellationToken cancellation
    )
    {
        var old = await With(context, SessionUse.Look, OldAsync, cancellation).ConfigureAwait(false);
        // In a session of its own each: some refuse to be updated after another command.
        foreach (var extension in old)
            await With(
                    context,
                    SessionUse.Change,
                    session => session.ExecuteAsync($"alter extension {Sql.Name(extension.Name)} update"),
                    cancellation
                )
                .ConfigureAwait(false);
        return new([.. old.Select(e => e.ToString())]);
    }

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        ExtensionUpdateResult result,
        CancellationToken cancellation
    ) =>
        With(
            context,
            SessionUse.Look,
            async session =>
            {
                var old = await OldAsync(session).ConfigureAwait(false);
                return old.Count == 0
                    ? Verdict.Pass(
                        $"{result.Updated.Count} updated, each has the version of the server's files"
                    )
                    : Verdict.Fail($"not updated: {Shown(old)}");
            },
            cancellation
        );

    private async Task<List<InstalledExtension>> OldAsync(PgSession session)
    {
        var all = await InstalledExtension.ReadAsync(session, Names).ConfigureAwait(false);
        var unknown = Names.Except(all.Select(e => e.Name)).ToList();
        if (unknown.Count > 0)
            throw new OperationFailedException(
                $"{session.Target} has no extension {string.Join(", ", unknown)}. Nothing was done"
            );
        var gone = all.Where(e => e.Offered is null).Select(e => e.Name).ToList();
        return gone.Count > 0
            ? throw new OperationFailedException(
                $"the server of {session.Target} lacks the files of extension {string.Join(", ", gone)}."
                    + $" Nothing was done: install their packages for its version"
            )
            : [.. all.Where(e => !e.IsUpToDate)];
    }

    private static string Shown(List<InstalledExtension> extensions) =>
        TableActivities.Names(extensions.Select(e => e.ToString()));
}
