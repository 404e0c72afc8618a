using RunbookDsl.Http;

namespace RunbookDsl.Notify;

/// <summary>Posts a message through an incoming webhook; <see cref="Slack.PostByWebhook"/>.</summary>
/// <param name="Text">What people read.</param>
/// <param name="Webhook">The URL.</param>
public sealed record WebhookOperation(string Text, SecretReference Webhook) : Operation<Unit>
{
    /// <inheritdoc/>
    public override string Kind => "Slack.PostByWebhook";

    /// <inheritdoc/>
    public override string Description => $"say by the webhook of {Webhook}: {Text.ReplaceLineEndings(" ")}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override string? Target => $"Slack, webhook of {Webhook}";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => [Webhook];

    /// <inheritdoc/>
    public override string? Warning => AbsoluteTimes.Warning(Text);

    /// <inheritdoc/>
    public override bool CanTell => false;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [new("webhook", Webhook.ToString()), new("text", Text)];

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult(HandedOver.Look(context, context.IdempotencyKey, "in the channel"));
    }

    /// <inheritdoc/>
    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var url = context.Reveal(Webhook);
        var isUrl = Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == "https";
        if (!isUrl)
            throw new OperationFailedException($"{Webhook} holds no https URL of a webhook");
        // Its path alone is as good as the whole.
        context.Redact(uri!.AbsolutePath);
        await HandedOver.AnnounceAsync(context, context.IdempotencyKey).ConfigureAwait(false);
        await new HttpApi(context, "Slack", url)
            .ChangeAsync(
                new("POST", "", ApiJson.Write(j => j.WriteString("text", Text)), "webhook"),
                cancellation
            )
            .ConfigureAwait(false);
        return Unit.Value;
    }
}
