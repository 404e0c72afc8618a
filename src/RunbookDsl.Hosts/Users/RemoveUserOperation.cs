namespace RunbookDsl.Hosts;

/// <summary>Lets somebody log in no more; see <see cref="SshHost.RemoveUser"/>.</summary>
public sealed record RemoveUserOperation : UserOperation
{
    // The second day of 1970: no login of any kind, whatever keys turn up later.
    private const string Past = "1";

    internal RemoveUserOperation(SshHost host, string name)
        : base(host, name)
    {
        if (name == "root" || name == host.User)
            throw new ArgumentException($"'{name}' is who does the work: let another account remove it");
    }

    /// <inheritdoc/>
    public override string Kind => "Host.RemoveUser";

    /// <inheritdoc/>
    public override string Description => $"let {Name} log in to {Host} no more";

    /// <inheritdoc/>
    public override string Verification =>
        "the account has expired, has no keys and no rule for sudo, and the operator gets a new connection"
        + (LoginKey is null ? "" : $"; a login with {LoginKey} is refused");

    /// <inheritdoc/>
    public override string UndoDescription => $"give {Name} back the keys, the rule and the expiry it had";

    /// <inheritdoc/>
    public override string Warning =>
        "What runs as this account is ended: look for services and timers first";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            .. base.Facts,
            new("account", Name),
            .. LoginKey is { } key ? [new("login tried with", key)] : Array.Empty<Fact>(),
        ];

    /// <summary>A copy that sees whether a login is refused, over a connection of its own.</summary>
    /// <param name="key">The private key, relative to the runbook's folder.</param>
    public RemoveUserOperation LogIn(string key) => this with { LoginKey = key };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var now = await LookAsync(context, cancellation).ConfigureAwait(false);
        return Left(now) is { } left
            ? Probe.NotDone($"{Name} on {Host}: {left}")
            : Probe.Done($"{Name} on {Host}: {now.Shown}", new UserResult(Name, []));
    }

    /// <inheritdoc/>
    public override async Task<UserResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var wish = new UserState(true) { Expiry = Past };
        await UserChange.BringAsync(context, Host, Name, wish, cancellation).ConfigureAwait(false);
        return new(Name, []);
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        UserResult result,
        CancellationToken cancellation
    )
    {
        var now = await LookAsync(context, cancellation).ConfigureAwait(false);
        if (Left(now) is { } left)
            return Verdict.Fail($"{Name} on {Host}: {left}");
        var own = await UserChange
            .LogInAsync(context, Host, new(null, null, false), cancellation)
            .ConfigureAwait(false);
        if (own is not null)
            return Verdict.Fail(own);
        if (LoginKey is null)
            return Verdict.Pass($"{Name} on {Host}: {now.Shown}");
        var refused = await UserChange
            .LogInAsync(context, Host, new(Name, LoginKey, false), cancellation)
            .ConfigureAwait(false);
        return refused is null
            ? Verdict.Fail($"{Name} still gets in to {Host} with {LoginKey}")
            : Verdict.Pass(refused);
    }

    /// <inheritdoc/>
    public override Task UndoAsync(StepContext context, UserResult result, CancellationToken cancellation) =>
        UserChange.BringAsync(context, Host, Name, UserChange.Kept(context.Before!), cancellation);

    private static string? Left(UserState now) =>
        !now.IsThere ? null
        : now.Keys.Count > 0 ? $"{now.Keys.Count} keys are left"
        : now.Sudo.Length > 0 ? "a rule for sudo is left"
        : now.Expiry.Length == 0 ? "the account has not expired"
        : null;
}
