namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that <c>pg_upgrade</c> finds nothing in the way of an upgrade, with the same programs, directories
/// and login: libraries, data types, locales, prepared transactions. Works while the old server runs; the new
/// one is stopped.
/// </summary>
/// <param name="Upgrade">What is to be done later.</param>
public sealed record UpgradeCheck(UpgradeOperation Upgrade) : Check, IPgOperation
{
    /// <inheritdoc/>
    public override string Kind => "Pg.UpgradeCheck";

    /// <inheritdoc/>
    public override string Description =>
        $"pg_upgrade finds nothing in the way of upgrading {Upgrade.Old} into {Upgrade.Fresh}";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => Upgrade.Facts;

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => Upgrade.Secrets;

    /// <inheritdoc/>
    public override string Warning =>
        "Days before and again right before it; it reads no release notes: those of every version in between"
        + " are yours";

    string IPgOperation.ProbeText => "looks again";

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Probe.NotDone("a check is looked at each time"));

    /// <inheritdoc/>
    public override Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation) =>
        new UpgradeJob(Upgrade, context).CheckAsync(cancellation);
}
