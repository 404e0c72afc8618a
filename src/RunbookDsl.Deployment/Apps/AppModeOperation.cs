using System.Text.Json;
using RunbookDsl.Http;

namespace RunbookDsl.Deployment;

/// <summary>A mode of an application, set by HTTP; see <see cref="App.MaintenanceMode"/>.</summary>
public sealed record AppModeOperation : Operation<Unit>
{
    internal AppModeOperation(string url, SecretReference token, bool isOn, string field) =>
        (Url, Token, IsOn, Field) = (url, token, isOn, field);

    /// <summary>Of the switch.</summary>
    public string Url { get; }

    /// <summary>Lets it be switched.</summary>
    public SecretReference Token { get; }

    /// <summary>Whether the mode is wanted.</summary>
    public bool IsOn { get; }

    /// <summary>The field that says how it stands.</summary>
    public string Field { get; }

    /// <inheritdoc/>
    public override string Kind => "App.MaintenanceMode";

    /// <inheritdoc/>
    public override string Description => $"{Field} of {new Uri(Url).Host} {Word(IsOn)}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string? Target => new Uri(Url).Host;

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => [Token];

    /// <inheritdoc/>
    public override string? Verification => "the application says so when it is asked again";

    /// <inheritdoc/>
    public override string? UndoDescription => "set it as it was before";

    /// <inheritdoc/>
    public override string? Warning =>
        IsOn ? "jobs and open connections go on: look at what users get, GET and POST" : null;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [new("url", Url)];

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var isOn = await GetAsync(context, cancellation).ConfigureAwait(false);
        return isOn == IsOn
            ? Probe.Done($"{Field} is {Word(isOn)}")
            : Probe.NotDone($"{Field} is {Word(isOn)}");
    }

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        Captured.Of(Field, Word(await GetAsync(context, cancellation).ConfigureAwait(false)));

    /// <inheritdoc/>
    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        await SetAsync(context, IsOn, cancellation).ConfigureAwait(false);
        return Unit.Value;
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    )
    {
        var isOn = await GetAsync(context, cancellation).ConfigureAwait(false);
        return isOn == IsOn
            ? Verdict.Pass($"{Field} is {Word(isOn)}")
            : Verdict.Fail($"expected {Field} to be {Word(IsOn)}; it is {Word(isOn)}");
    }

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SetAsync(context, Before(context), cancellation);
    }

    /// <inheritdoc/>
    public override async Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var isOn = await GetAsync(context, cancellation).ConfigureAwait(false);
        return isOn == Before(context)
            ? Probe.Done($"{Field} is {Word(isOn)}")
            : Probe.NotDone($"{Field} is {Word(isOn)}");
    }

    private bool Before(StepContext context) => context.Before?[Field] == Word(true);

    private string Path => new Uri(Url).AbsolutePath;

    private static string Word(bool isOn) => isOn ? "on" : "off";

    private HttpApi Api(StepContext context) =>
        new HttpApi(context, new Uri(Url).Host, Url).With("Authorization", $"Bearer {context.Reveal(Token)}");

    private async Task<bool> GetAsync(StepContext context, CancellationToken cancellation)
    {
        var reply = await Api(context)
            .LookAsync(new("GET", "", Said: Path), cancellation)
            .ConfigureAwait(false);
        var json = reply.Json();
        return
            json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty(Field, out var value)
            && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw new OperationFailedException($"{Url} did not answer {{\"{Field}\": true}} or false.");
    }

    private Task SetAsync(StepContext context, bool isOn, CancellationToken cancellation) =>
        Api(context)
            .ChangeAsync(
                new("PUT", "", $"{{\"{JsonEncodedText.Encode(Field)}\": {(isOn ? "true" : "false")}}}", Path),
                cancellation
            );
}
