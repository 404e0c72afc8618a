using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Clears sessions that nobody uses; see <see cref="HostRedis.ClearSessions"/>.</summary>
public sealed record SessionClearOperation : HostOperation<RedisClearResult>
{
    // Those that come of age while it is at work are no fault of it.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);
    private readonly RedisKeys _keys;

    internal SessionClearOperation(RedisKeys keys)
        : base(keys.Redis.Host) => _keys = keys;

    /// <summary>Where the keys are.</summary>
    public HostRedis Redis => _keys.Redis;

    /// <summary>What they begin with.</summary>
    public string Prefix => _keys.Prefix;

    /// <summary>How long nobody may have used a session that goes.</summary>
    public TimeSpan Idle => _keys.Idle;

    /// <inheritdoc/>
    public override string Kind => "Session.Clear";

    /// <inheritdoc/>
    public override string Description =>
        $"unlink those of {_keys} that nobody used for {RedisKeys.Age(Idle)}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification => "another count finds none so old, and those in use still there";

    /// <inheritdoc/>
    public override string Warning =>
        "Who has a session that goes must log in again: no shorter time than the application's own lifetime of a "
        + "session";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets =>
        Redis.Password is { } password ? [password] : [];

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [.. base.Facts, .. _keys.Facts];

    /// <inheritdoc/>
    protected override JsonTypeInfo<RedisClearResult> JsonInfo => HostsJson.Default.RedisClearResult;

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var count = await _keys.CountAsync(context, cancellation).ConfigureAwait(false);
        var evidence = Evidence(count);
        return count.Meant == 0
            ? Probe.Done(evidence, new RedisClearResult(0, count.Used))
            : Probe.NotDone(evidence);
    }

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation)
    {
        var count = await _keys.CountAsync(context, cancellation).ConfigureAwait(false);
        return Captured
            .Of("idle", count.Meant.ToString(CultureInfo.InvariantCulture))
            .And("in use", count.Used.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public override async Task<RedisClearResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var gone = await _keys.UnlinkAsync(context, cancellation).ConfigureAwait(false);
        var result = new RedisClearResult(gone.Meant, gone.Used);
        context.Note($"{Redis}: {result}");
        return result;
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        RedisClearResult result,
        CancellationToken cancellation
    )
    {
        var older = _keys with { Idle = Idle + Grace };
        var count = await older.CountAsync(context, cancellation).ConfigureAwait(false);
        return count.Meant > 0
                ? Verdict.Fail($"{Evidence(count)}, {UnitCheck.Text(Grace)} more than they may be")
            : count.Used == 0 && result.Kept > 0
                ? Verdict.Fail(
                    $"none of {_keys} is left, and {result.Kept} were in use: who was logged in is not"
                )
            : Verdict.Pass(Evidence(count));
    }

    private string Evidence(RedisCount count) => $"of {_keys}, {count.Meant} are old and {count.Used} in use";
}
