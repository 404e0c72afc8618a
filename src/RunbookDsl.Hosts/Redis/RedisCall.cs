namespace RunbookDsl.Hosts;

/// <summary>
/// One command of Redis by the host's <c>redis-cli</c>, which ends with exit code 0 whatever the server said:
/// its output has to be what is expected.
/// </summary>
internal static class RedisCall
{
    // The password comes by the input: no argument, and no environment but the program's own.
    private const string LogIn = "IFS= read -r REDISCLI_AUTH; export REDISCLI_AUTH; exec redis-cli \"$@\"";

    private const string Unlink = "unlink";

    public static async Task<IReadOnlyList<string>> AskAsync(
        StepContext context,
        HostRedis redis,
        string what,
        string[] command,
        CancellationToken cancellation
    )
    {
        var said = await Call(context, redis, what, command)
            .AskAsync(context, cancellation)
            .ConfigureAwait(false);
        return Lines(said);
    }

    /// <summary>A command whose last word is <c>unlink</c>, which stands for itself in the script: so that a
    /// change can be told from a look by its text.</summary>
    public static async Task<IReadOnlyList<string>> UnlinkAsync(
        StepContext context,
        HostRedis redis,
        string what,
        string[] command,
        CancellationToken cancellation
    )
    {
        var said = await Call(context, redis, what, command, Unlink)
            .ChangeAsync(context, cancellation)
            .ConfigureAwait(false);
        return Lines(said);
    }

    /// <summary>What it said instead, with its own words.</summary>
    public static OperationFailedException Refused(
        HostRedis redis,
        string what,
        IReadOnlyList<string> lines
    ) => new($"cannot {what} in {redis}. {Said.Of("", string.Join('\n', lines))}");

    private static HostCall Call(
        StepContext context,
        HostRedis redis,
        string what,
        string[] command,
        params string[] last
    )
    {
        string[] words =
        [
            .. (string[])["-h", redis.Address, "-p", $"{redis.Port}", "-n", $"{redis.Database}"],
            .. redis.User is { } user ? ["--user", user] : Array.Empty<string>(),
            .. command,
        ];
        if (redis.Password is not { } password)
            return new(redis.Host, $"{what} in {redis}", ["redis-cli", .. words, .. last]);
        var value = context.Reveal(password);
        return value.AsSpan().IndexOfAny('\n', '\0') >= 0
            ? throw new OperationFailedException(
                $"{password} has more than one line and cannot be a password of {redis}. Nothing was done."
            )
            : HostCall.Script(
                redis.Host,
                $"{what} in {redis}",
                string.Join(' ', [LogIn, .. last]),
                words
            ) with
            {
                Input = value + "\n",
            };
    }

    private static string[] Lines(RemoteResult said) =>
        said.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            is { Length: > 0 } lines
            ? lines
            : [said.Error.Trim()];
}
