using System.Globalization;

namespace RunbookDsl.Hosts;

/// <summary>Asserts that queues in Redis are empty; see <see cref="HostRedis.AssertEmpty"/>.</summary>
public sealed record RedisQueueCheck : HostCheck
{
    internal RedisQueueCheck(HostRedis redis, string[] keys)
        : base(redis.Host) => (Redis, Queues) = (redis, QueueNames.Checked(keys));

    /// <summary>Where they are.</summary>
    public HostRedis Redis { get; }

    /// <summary>Their keys.</summary>
    public IReadOnlyList<string> Queues { get; }

    /// <summary>How long it is waited for; zero is one look.</summary>
    public TimeSpan Within { get; init; }

    /// <inheritdoc/>
    public override string Kind => "Redis.AssertEmpty";

    /// <inheritdoc/>
    public override string Description =>
        $"nothing waits in {string.Join(", ", Queues)} of {Redis}"
        + (Within > TimeSpan.Zero ? $" within {UnitCheck.Text(Within)}" : "");

    /// <inheritdoc/>
    public override string Warning =>
        "A queue whose name is misspelt, or that is in another database, is empty too; and a job that runs is in no "
        + "queue any more";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets =>
        Redis.Password is { } password ? [password] : [];

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            .. base.Facts,
            new("redis", $"{Redis.Address}:{Redis.Port}, database {Redis.Database}"),
            new("queues", string.Join(", ", Queues)),
            .. Within > TimeSpan.Zero ? [new("within", UnitCheck.Text(Within))] : Array.Empty<Fact>(),
        ];

    /// <inheritdoc/>
    public override Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation) =>
        QueueNames.WithinAsync(context, Within, () => OnceAsync(context, cancellation), cancellation);

    private async Task<Verdict> OnceAsync(StepContext context, CancellationToken cancellation)
    {
        var lengths = new List<(string, long)>();
        foreach (var queue in Queues)
        {
            var kind = await RedisCall
                .AskAsync(context, Redis, $"look at {queue}", ["TYPE", queue], cancellation)
                .ConfigureAwait(false);
            var counts = kind switch
            {
                ["none"] => null,
                ["list"] => "LLEN",
                ["zset"] => "ZCARD",
                ["set"] => "SCARD",
                ["stream"] => "XLEN",
                ["string" or "hash"] => throw new OperationFailedException(
                    $"{queue} in {Redis} is a {kind[0]}: that is no queue"
                ),
                _ => throw RedisCall.Refused(Redis, $"look at {queue}", kind),
            };
            lengths.Add(
                (
                    queue,
                    counts is null
                        ? 0
                        : await LengthAsync(context, counts, queue, cancellation).ConfigureAwait(false)
                )
            );
        }
        return QueueNames.Judge(lengths, $"{Redis}");
    }

    private async Task<long> LengthAsync(
        StepContext context,
        string command,
        string queue,
        CancellationToken cancellation
    )
    {
        var said = await RedisCall
            .AskAsync(context, Redis, $"count {queue}", [command, queue], cancellation)
            .ConfigureAwait(false);
        return said is [var text] && long.TryParse(text, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw RedisCall.Refused(Redis, $"count {queue}", said);
    }
}
