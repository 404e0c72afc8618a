using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>A change of who may log in to a host.</summary>
public abstract record UserOperation : HostOperation<UserResult>
{
    private protected UserOperation(SshHost host, string name)
        : base(host) => Name = UserState.Checked(name);

    /// <summary>Login name of the account.</summary>
    public string Name { get; }

    /// <summary>The private key that its login is tried with, from a process of its own; null tries
    /// none.</summary>
    public string? LoginKey { get; private protected init; }

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    protected override JsonTypeInfo<UserResult> JsonInfo => HostsJson.Default.UserResult;

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        UserChange.Keep(await LookAsync(context, cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public override async Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation)
    {
        if (context.Before is not { } before)
            return Probe.Unknown($"how the account {Name} was is not known");
        var now = await LookAsync(context, cancellation).ConfigureAwait(false);
        return UserChange.IsSame(now, UserChange.Kept(before))
            ? Probe.Done($"{Name} on {Host} is as before: {now.Shown}")
            : Probe.NotDone($"{Name} on {Host}: {now.Shown}");
    }

    private protected Task<UserState> LookAsync(StepContext context, CancellationToken cancellation) =>
        UserState.ReadAsync(context, Host, Name, cancellation);

    private protected UserResult ResultOf(UserState state) =>
        new(Name, [.. state.Keys.Select(k => k.Fingerprint)]);
}
