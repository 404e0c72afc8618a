namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that a dump is whole: every file against the manifest, the table of contents, and every byte
/// unpacked. Needs no database. A damaged or truncated data file is found, which <c>pg_restore --list</c>
/// alone never does.
/// </summary>
/// <param name="Artifact">The dump.</param>
public sealed record VerifyDumpCheck(Input<DumpArtifact> Artifact) : Check, IPgOperation
{
    /// <inheritdoc/>
    public override string Kind => "Pg.VerifyDump";

    /// <inheritdoc/>
    public override string Description => $"{Artifact} is whole, read through to its last byte";

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => Artifact.Reads;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [new("dump", Artifact.ToString())];

    string IPgOperation.ProbeText => "looks again";

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Probe.NotDone("a check is looked at each time"));

    /// <inheritdoc/>
    public override Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation) =>
        DumpReader.CheckAsync(context, context.Read(Artifact), readThrough: true, cancellation);
}
