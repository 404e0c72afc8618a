using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Clears a cache in Redis; see <see cref="HostRedis.ClearCache"/>.</summary>
/// <remarks>
/// Convergent: a second run clears what was filled meanwhile, which costs the warm-up once more and nothing
/// else.
/// </remarks>
public sealed record CacheClearOperation : HostOperation<RedisClearResult>
{
    private readonly RedisKeys _keys;

    internal CacheClearOperation(RedisKeys keys)
        : base(keys.Redis.Host) => _keys = keys;

    /// <summary>Where the keys are.</summary>
    public HostRedis Redis => _keys.Redis;

    /// <summary>What they begin with; empty is every key of the database.</summary>
    public string Prefix => _keys.Prefix;

    /// <inheritdoc/>
    public override string Kind => "Cache.Clear";

    /// <inheritdoc/>
    public override string Description => $"unlink {_keys}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string Verification => "another count finds fewer keys than before";

    /// <inheritdoc/>
    public override string Warning =>
        (Prefix.Length == 0 ? "Everything in that database goes, whoever it belongs to. " : "")
        + "All that was cached is made anew at once: clear off-peak, and warm it up before visitors come";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets =>
        Redis.Password is { } password ? [password] : [];

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [.. base.Facts, .. _keys.Facts];

    /// <inheritdoc/>
    protected override JsonTypeInfo<RedisClearResult> JsonInfo => HostsJson.Default.RedisClearResult;

    /// <summary>A copy that is easier on the server, or faster.</summary>
    /// <param name="batch">How many keys it looks at in a go, from 10 to 10000. Default 1000.</param>
    /// <param name="pause">How long it is left alone then. Default 20 ms.</param>
    /// <exception cref="ArgumentException">It is out of range.</exception>
    public CacheClearOperation Throttled(int batch, TimeSpan pause) =>
        batch is < 10 or > 10_000 || pause < TimeSpan.Zero
            ? throw new ArgumentException(
                $"a batch has 10 to 10000 keys and a pause is not negative: {batch}, {pause}"
            )
            : new(_keys with { Batch = batch, Pause = pause });

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var count = await _keys.CountAsync(context, cancellation).ConfigureAwait(false);
        return count.Meant == 0
            ? Probe.Done($"there is none of {_keys}", new RedisClearResult(0, 0))
            : Probe.NotDone($"there are {count.Meant} of {_keys}");
    }

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation)
    {
        var count = await _keys.CountAsync(context, cancellation).ConfigureAwait(false);
        return Captured.Of("keys", count.Meant.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public override async Task<RedisClearResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var gone = await _keys.UnlinkAsync(context, cancellation).ConfigureAwait(false);
        var result = new RedisClearResult(gone.Meant, 0);
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
        var count = await _keys.CountAsync(context, cancellation).ConfigureAwait(false);
        var before = context.Before?["keys"] ?? "0";
        var evidence = $"there are {count.Meant} of {_keys}, {before} before";
        return count.Meant == 0 || count.Meant < long.Parse(before, CultureInfo.InvariantCulture)
            ? Verdict.Pass(evidence)
            : Verdict.Fail($"{evidence}: somebody fills it as fast as it is cleared, or brought it back");
    }
}
