using System.Globalization;
using RunbookDsl.Http;

namespace RunbookDsl.Notify;

/// <summary>Writes to a user in the application; <see cref="Intercom.Message"/>.</summary>
/// <param name="Admin">Number of the member of the team who writes it.</param>
/// <param name="Email">Address of the user.</param>
/// <param name="Text">What the user reads.</param>
/// <param name="Token">The token.</param>
public sealed record IntercomMessageOperation(long Admin, string Email, string Text, SecretReference Token)
    : Operation<Unit>
{
    /// <inheritdoc/>
    public override string Kind => "Intercom.Message";

    /// <inheritdoc/>
    public override string Description =>
        $"write to {Email} in the application: {Text.ReplaceLineEndings(" ")}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override string? Target => $"Intercom user {Email}";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => [Token];

    /// <inheritdoc/>
    public override string? Warning => AbsoluteTimes.Warning(Text);

    /// <inheritdoc/>
    public override bool CanTell => false;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [new("from", Admin.ToString(CultureInfo.InvariantCulture)), new("to", Email), new("text", Text)];

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult(
            HandedOver.Look(context, context.IdempotencyKey, $"at the user {Email} in Intercom")
        );
    }

    /// <inheritdoc/>
    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var api = new HttpApi(context, "Intercom", "https://api.intercom.io") { Explain = Explain }
            .With("Authorization", "Bearer " + context.Reveal(Token))
            .With("Intercom-Version", "2.11");
        var json = ApiJson.Write(j =>
        {
            j.WriteString("message_type", "inapp");
            j.WriteString("body", Text);
            j.WriteStartObject("from");
            j.WriteString("type", "admin");
            j.WriteNumber("id", Admin);
            j.WriteEndObject();
            j.WriteStartObject("to");
            j.WriteString("type", "user");
            j.WriteString("email", Email);
            j.WriteEndObject();
        });
        await HandedOver.AnnounceAsync(context, context.IdempotencyKey).ConfigureAwait(false);
        var reply = await api.ChangeAsync(new("POST", "messages", json), cancellation).ConfigureAwait(false);
        context.Note($"message {reply.Json().TextAt("id") ?? "without an id"}");
        return Unit.Value;
    }

    private static string? Explain(ApiReply reply) =>
        reply.Json().At("errors").Items() is { Count: > 0 } errors
            ? string.Join(", ", errors.Take(5).Select(e => $"{e.TextAt("message")} ({e.TextAt("code")})"))
            : null;
}
