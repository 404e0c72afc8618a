namespace RunbookDsl.Postgres;

/// <summary>
/// Ends a subscription and drops its slot. From then on the two databases go their own ways: when it was the
/// one that kept the old side up to date, there is no way back without a loss.
/// </summary>
/// <param name="Database">The database with the subscription.</param>
/// <param name="Source">Where its slot is.</param>
/// <param name="Name">Of both.</param>
public sealed record DropSubscriptionOperation(PgDatabase Database, PgDatabase Source, string Name)
    : PgOperation<Unit>(Database)
{
    /// <inheritdoc/>
    public override string Kind => "Pg.DropSubscription";

    /// <inheritdoc/>
    public override string Description =>
        $"drop subscription {Name} of {Database} and its slot at {Source} for good";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Irreversible;

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets =>
        [.. base.Secrets.Append(Source.Secret).Distinct()];

    /// <inheritdoc/>
    public override string Verification => "neither subscription nor slot of that name is there";

    /// <inheritdoc/>
    public override string Warning => "What is written to the source from now on never reaches this database";

    private protected override string ProbeText => "pg_subscription at the one side, the slot at the other";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("source", Source.ToString()),
            new("source server", Source.Secret.ToString()),
            new("subscription", Name),
        ];

    private Subscription Ours => new(Name);

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var left = await LeftAsync(context, cancellation).ConfigureAwait(false);
        return left.Count == 0
            ? Probe.Done($"there is neither a subscription nor a slot {Name}")
            : Probe.NotDone(string.Join(", ", left));
    }

    /// <inheritdoc/>
    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        await PgSession
            .WithAsync(
                context,
                Database,
                SessionUse.Change,
                async target =>
                {
                    await Ours.DropAsync(target).ConfigureAwait(false);
                    return 0;
                },
                cancellation
            )
            .ConfigureAwait(false);
        return await PgSession
            .WithAsync(
                context,
                Source,
                SessionUse.Change,
                async source =>
                {
                    await Ours.DropSlotAsync(context, source).ConfigureAwait(false);
                    return Unit.Value;
                },
                cancellation
            )
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    )
    {
        var left = await LeftAsync(context, cancellation).ConfigureAwait(false);
        return left.Count == 0
            ? Verdict.Pass($"there is neither a subscription nor a slot {Name}")
            : Verdict.Fail(string.Join(", ", left));
    }

    private async Task<List<string>> LeftAsync(StepContext context, CancellationToken cancellation)
    {
        var found = await PgSession
            .WithAsync(context, Database, SessionUse.Look, Ours.FindAsync, cancellation)
            .ConfigureAwait(false);
        var slot = await PgSession
            .WithAsync(context, Source, SessionUse.Look, Ours.SlotAsync, cancellation)
            .ConfigureAwait(false);
        List<string> left = [];
        if (found is not null)
            left.Add($"subscription {Name} is there");
        if (slot is not null)
            left.Add($"slot {Name} is there");
        return left;
    }
}
