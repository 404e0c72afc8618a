namespace RunbookDsl.Hosts;

/// <summary>Lets somebody log in; see <see cref="SshHost.AddUser"/>.</summary>
public sealed record AddUserOperation : UserOperation
{
    private readonly PublicKey[] _keys;

    internal AddUserOperation(SshHost host, string name, string[] keys)
        : base(host, name)
    {
        if (keys.Length == 0)
            throw new ArgumentException($"'{name}' gets no key: without one nobody can log in");
        _keys = [.. keys.Select(PublicKey.Checked)];
    }

    /// <summary>Whether the account may do everything with sudo, without a password. Default: no.</summary>
    public bool MaySudo { get; private init; }

    /// <inheritdoc/>
    public override string Kind => "Host.AddUser";

    /// <inheritdoc/>
    public override string Description =>
        $"let {Name} log in to {Host}{(MaySudo ? ", with sudo" : "")}, by {_keys.Length} keys";

    /// <inheritdoc/>
    public override string Verification =>
        "sshd accepts the modes of the file of keys, the operator gets a new connection"
        + (LoginKey is null ? "" : $", and so does {Name} with {LoginKey}");

    /// <inheritdoc/>
    public override string UndoDescription => $"take away what this step gave to {Name}";

    /// <inheritdoc/>
    public override string Warning =>
        "Servers that are made later do not have the account: put it into their image as well"
        + (LoginKey is null ? ". No login is tried: say .LogIn(key) where you have the key" : "");

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            .. base.Facts,
            new("account", Name),
            .. _keys.Select(k => new Fact("key", $"{k.Type} {k.Fingerprint}")),
            .. MaySudo ? [new("sudo", "everything, without a password")] : Array.Empty<Fact>(),
            .. LoginKey is { } key ? [new("login tried with", key)] : Array.Empty<Fact>(),
        ];

    /// <summary>A copy that gives it sudo for everything, without a password. The rule is tested by
    /// <c>visudo</c> before it is in force.</summary>
    public AddUserOperation WithSudo() => this with { MaySudo = true };

    /// <summary>A copy that tries the login as well, over a connection of its own.</summary>
    /// <param name="key">The private key, relative to the runbook's folder.</param>
    public AddUserOperation LogIn(string key) => this with { LoginKey = key };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var now = await LookAsync(context, cancellation).ConfigureAwait(false);
        return Missing(now) is { } missing
            ? Probe.NotDone($"{Name} on {Host}: {now.Shown}; {missing}")
            : Probe.Done($"{Name} on {Host}: {now.Shown}", ResultOf(now));
    }

    /// <inheritdoc/>
    public override async Task<UserResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var now = await LookAsync(context, cancellation).ConfigureAwait(false);
        var fresh = _keys.Where(k => now.Keys.All(n => n.Body != k.Body)).Select(k => k.Line);
        string[] lines = [.. now.KeyText.Split('\n').Where(l => l.Length > 0), .. fresh];
        var wish = now with
        {
            Expiry = "",
            Sudo = MaySudo ? UserState.RuleOf(Name) : now.Sudo,
            KeyText = string.Join('\n', lines),
        };
        await UserChange.BringAsync(context, Host, Name, wish, cancellation).ConfigureAwait(false);
        return ResultOf(wish);
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        UserResult result,
        CancellationToken cancellation
    )
    {
        var now = await LookAsync(context, cancellation).ConfigureAwait(false);
        if ((Missing(now) ?? now.Looseness) is { } wrong)
            return Verdict.Fail($"{Name} on {Host}: {wrong}");
        UserLogin[] logins =
        [
            new(null, null, false),
            .. LoginKey is null ? Array.Empty<UserLogin>() : [new(Name, LoginKey, MaySudo)],
        ];
        foreach (var login in logins)
            if (
                await UserChange.LogInAsync(context, Host, login, cancellation).ConfigureAwait(false) is
                { } refused
            )
                return Verdict.Fail(refused);
        return Verdict.Pass(
            $"{Name} on {Host}: {now.Shown}; new connections: {string.Join(", ", logins.Select(l => l.User ?? "the operator"))}"
        );
    }

    /// <inheritdoc/>
    public override async Task UndoAsync(
        StepContext context,
        UserResult result,
        CancellationToken cancellation
    )
    {
        var before = UserChange.Kept(context.Before!);
        if (!before.IsThere)
        {
            await UserChange.RemoveAsync(context, Host, Name, cancellation).ConfigureAwait(false);
            return;
        }
        // Keys that somebody else added since stay.
        var now = await LookAsync(context, cancellation).ConfigureAwait(false);
        var ours = _keys.Where(k => before.Keys.All(b => b.Body != k.Body)).Select(k => k.Line).ToHashSet();
        var wish = before with
        {
            KeyText = string.Join('\n', now.KeyText.Split('\n').Where(l => !ours.Contains(l.Trim()))),
        };
        await UserChange.BringAsync(context, Host, Name, wish, cancellation).ConfigureAwait(false);
    }

    private string? Missing(UserState now) =>
        !now.IsThere ? "there is no account"
        : now.Expiry.Length > 0 ? $"the account expired on day {now.Expiry}"
        : MaySudo && now.Sudo != UserState.RuleOf(Name) ? "it has no rule for sudo"
        : _keys.FirstOrDefault(k => now.Keys.All(n => n.Body != k.Body)) is { } key
            ? $"the key {key.Fingerprint} is missing"
        : null;
}
