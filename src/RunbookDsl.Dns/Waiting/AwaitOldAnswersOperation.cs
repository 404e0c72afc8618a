namespace RunbookDsl.Dns;

/// <summary>Waits out what resolvers may still hold; <see cref="Dns.AwaitOldAnswers"/>.</summary>
/// <param name="Change">The step that changed the records.</param>
/// <param name="Margin">Waited in addition.</param>
public sealed record AwaitOldAnswersOperation(Output<RecordsChanged> Change, TimeSpan Margin)
    : Operation<Unit>
{
    /// <inheritdoc/>
    public override string Kind => "Dns.AwaitOldAnswers";

    /// <inheritdoc/>
    public override string Description =>
        $"wait until answers from before \"{Change.StepId}\" have run out, and {Durations.Text(Margin)} more";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [new("change", Change.StepId), new("margin", Durations.Text(Margin))];

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => [Change];

    /// <inheritdoc/>
    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var change = context.Read(Change);
        var left = change.OldAnswersUntil + Margin - context.Clock.GetUtcNow();
        context.Note(
            $"the TTL before was {Durations.Text(change.OldTtl)}: answers from before "
                + $"{change.At:yyyy-MM-dd HH:mm:ss} UTC live until {change.OldAnswersUntil:HH:mm:ss} UTC"
        );
        if (left > TimeSpan.Zero)
            await context.WaitAsync(left, cancellation).ConfigureAwait(false);
        return Unit.Value;
    }
}
