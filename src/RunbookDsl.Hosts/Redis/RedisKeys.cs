using System.Globalization;

namespace RunbookDsl.Hosts;

/// <summary>Keys of a Redis that begin with a text.</summary>
/// <param name="Redis">Where they are.</param>
/// <param name="Prefix">The text; empty is every key.</param>
/// <param name="Idle">How long nobody may have used them; zero is any of them.</param>
internal sealed record RedisKeys(HostRedis Redis, string Prefix, TimeSpan Idle)
{
    private const int MostBatches = 1_000_000;

    // Looks at a key and unlinks it in one step: nobody can use it in between. No name leaves the server.
    private const string Script =
        "local f = redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3]); local n, m = 0, 0; "
        + "for _, k in ipairs(f[2]) do "
        + "local i = ARGV[4] == '0' and 0 or redis.call('OBJECT', 'IDLETIME', k); "
        + "if not i or i < tonumber(ARGV[4]) then m = m + 1 "
        + "elseif ARGV[5] == 'unlink' then n = n + redis.call('UNLINK', k) else n = n + 1 end end; "
        + "return {f[1], n, m}";

    /// <summary>How many keys a batch looks at. Default 1000: a millisecond or two of the server.</summary>
    public int Batch { get; init; } = 1000;

    /// <summary>How long the server is left alone between two batches. Default 20 ms.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(20);

    public IReadOnlyList<Fact> Facts =>
        [
            new("redis", $"{Redis.Address}:{Redis.Port}, database {Redis.Database}"),
            new("keys", Prefix.Length == 0 ? "every key" : $"{Prefix}…"),
            .. Idle > TimeSpan.Zero ? [new("idle for", Age(Idle))] : Array.Empty<Fact>(),
            new(
                "batch",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Batch} keys, pause {Pause.TotalMilliseconds:0} ms"
                )
            ),
            .. Redis.Password is { } password ? [new("password", password.ToString())] : Array.Empty<Fact>(),
        ];

    public override string ToString() =>
        Prefix.Length == 0 ? $"all the keys of {Redis}" : $"the keys {Prefix}… of {Redis}";

    /// <summary>How many there are: those that are meant, and those that are used too lately.</summary>
    public Task<RedisCount> CountAsync(StepContext context, CancellationToken cancellation) =>
        SweepAsync(context, "count", cancellation);

    /// <summary>Unlinks them.</summary>
    public Task<RedisCount> UnlinkAsync(StepContext context, CancellationToken cancellation) =>
        SweepAsync(context, "unlink", cancellation);

    private async Task<RedisCount> SweepAsync(
        StepContext context,
        string verb,
        CancellationToken cancellation
    )
    {
        var (cursor, count) = ("0", new RedisCount(0, 0));
        for (var batch = 1; batch <= MostBatches; batch++)
        {
            var lines = await BatchAsync(context, verb, cursor, cancellation).ConfigureAwait(false);
            if (
                lines is not [var next, var meant, var used]
                || !ulong.TryParse(next, CultureInfo.InvariantCulture, out _)
                || !long.TryParse(meant, CultureInfo.InvariantCulture, out var more)
                || !long.TryParse(used, CultureInfo.InvariantCulture, out var left)
            )
                throw RedisCall.Refused(Redis, $"{verb} {Prefix}…", lines);
            count = new(count.Meant + more, count.Used + left);
            if (next == "0")
                return count;
            cursor = next;
            context.Report(new StepProgress($"{verb}: {count.Meant} keys so far"));
            if (Pause > TimeSpan.Zero)
                await context.WaitAsync(Pause, cancellation).ConfigureAwait(false);
        }
        throw new OperationFailedException(
            $"{Redis} had no end of keys after {MostBatches} batches of {Batch}: take a larger batch"
        );
    }

    private Task<IReadOnlyList<string>> BatchAsync(
        StepContext context,
        string verb,
        string cursor,
        CancellationToken cancellation
    )
    {
        string[] command =
        [
            .. (string[])["EVAL", Script, "0", cursor, Pattern(), $"{Batch}"],
            ((long)Idle.TotalSeconds).ToString(CultureInfo.InvariantCulture),
        ];
        return verb == "count"
            ? RedisCall.AskAsync(context, Redis, $"count {Prefix}…", [.. command, verb], cancellation)
            : RedisCall.UnlinkAsync(context, Redis, $"unlink {Prefix}…", command, cancellation);
    }

    /// <summary><c>30 days</c>, <c>36 h</c>.</summary>
    public static string Age(TimeSpan time) =>
        time.TotalDays >= 2 && time.Hours == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.#} days")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h");

    // The text as it is: its own stars and brackets are no pattern.
    private string Pattern() =>
        string.Concat(Prefix.Select(c => c is '\\' or '*' or '?' or '[' or ']' ? $"\\{c}" : $"{c}")) + "*";
}
