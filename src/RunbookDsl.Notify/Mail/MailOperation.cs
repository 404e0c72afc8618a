namespace RunbookDsl.Notify;

/// <summary>Sends a mail; <see cref="Mail.Send(string, string, string, string, SecretReference)"/>.</summary>
public sealed record MailOperation : Operation<Unit>
{
    private readonly MailDraft _draft;

    internal MailOperation(MailDraft draft, SecretReference server) => (_draft, Server) = (draft, server);

    /// <summary>Secret with the URL of the server.</summary>
    public SecretReference Server { get; }

    /// <summary>What it is known by.</summary>
    public DeliveryMark Mark { get; private init; } = DeliveryMark.None;

    /// <inheritdoc/>
    public override string Kind => "Mail.Send";

    /// <inheritdoc/>
    public override string Description => $"send \"{_draft.Subject}\" to {string.Join(", ", _draft.To)}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override string? Target => $"mail to {string.Join(", ", _draft.To)}";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => [Server];

    /// <inheritdoc/>
    public override string? Warning => AbsoluteTimes.Warning($"{_draft.Subject} {_draft.Text}");

    /// <inheritdoc/>
    public override bool CanTell => false;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            new("from", _draft.From),
            .. _draft.To.Select(t => new Fact("to", t)),
            new("subject", _draft.Subject),
            new("text", _draft.Text),
            new("server", Server.ToString()),
            .. Mark.Facts,
        ];

    /// <summary>
    /// A copy whose <c>Message-ID</c> is made of this name in every run: receivers that compare them show a
    /// second one once. The server sends it all the same.
    /// </summary>
    /// <param name="name">Of the mail: <c>migration-2026-12-05</c>.</param>
    public MailOperation Once(string name) => this with { Mark = DeliveryMark.Of(name) };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var id = _draft.MessageId(Mark.Text(context));
        return Task.FromResult(HandedOver.Look(context, id, "in the log of the mail server"));
    }

    /// <inheritdoc/>
    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var id = _draft.MessageId(Mark.Text(context));
        var place = MailPlace.Of(context, Server);
        var session = await SmtpSession.OpenAsync(context, place, cancellation).ConfigureAwait(false);
        await using var closing = session.ConfigureAwait(false);
        var said = await session
            .SendAsync(
                _draft.From,
                _draft.To,
                _draft.Compose(id, context.Clock.GetUtcNow()),
                () => HandedOver.AnnounceAsync(context, id),
                cancellation
            )
            .ConfigureAwait(false);
        context.Note($"{id} was taken: {said}");
        return Unit.Value;
    }
}
