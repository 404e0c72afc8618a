namespace RunbookDsl.Notify;

/// <summary>Posts a message to a channel; <see cref="Slack.Post"/>.</summary>
public sealed record SlackPostOperation : Operation<Unit>
{
    // Clocks of others may be a little wrong.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    // How long a message with a name of its own is looked for.
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    internal SlackPostOperation(string channel, string text, SecretReference token) =>
        (Channel, Text, Token) = (channel, text, token);

    /// <summary>Where it is said: a name or an id.</summary>
    public string Channel { get; }

    /// <summary>What people read.</summary>
    public string Text { get; }

    /// <summary>Secret with the token of the application.</summary>
    public SecretReference Token { get; }

    /// <summary>What it is known by.</summary>
    public DeliveryMark Mark { get; private init; } = DeliveryMark.None;

    /// <inheritdoc/>
    public override string Kind => "Slack.Post";

    /// <inheritdoc/>
    public override string Description => $"say in {Channel}: {Text.ReplaceLineEndings(" ")}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override string? Target => $"Slack {Channel}";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => [Token];

    /// <inheritdoc/>
    public override string? Warning => AbsoluteTimes.Warning(Text);

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [new("channel", Channel), new("text", Text), .. Mark.Facts];

    /// <summary>
    /// A copy that is known by this name in every run: a second run finds it, for 30 days, and posts nothing.
    /// </summary>
    /// <param name="name">Of the message: <c>migration-2026-12-05</c>.</param>
    public SlackPostOperation Once(string name) => this with { Mark = DeliveryMark.Of(name) };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var mark = Mark.Text(context);
        if (Mark.Name is null && !context.IsInDoubt)
            return Probe.NotDone("this run has not said it");
        var since = Mark.Name is null
            ? context.FirstStartedAt - Tolerance
            : context.Clock.GetUtcNow() - Memory;
        try
        {
            return await new SlackApi(context, Token)
                .IsThereAsync(Channel, mark, since, cancellation)
                .ConfigureAwait(false)
                ? Probe.Done($"{Channel} has a message marked {mark}")
                : Probe.NotDone($"no message in {Channel} is marked {mark}");
        }
        catch (OperationFailedException e)
        {
            return Probe.Unknown($"{e.Message}; look in {Channel} whether it is there");
        }
    }

    /// <inheritdoc/>
    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        await new SlackApi(context, Token)
            .PostAsync(Channel, Text, Mark.Text(context), cancellation)
            .ConfigureAwait(false);
        return Unit.Value;
    }
}
