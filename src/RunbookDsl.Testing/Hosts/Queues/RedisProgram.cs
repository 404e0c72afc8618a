using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>
/// <c>redis-cli</c>, as it is without a terminal: exit code 0 whatever the server says. Of scripts it knows
/// the sweep through the keys of a prefix that operations use; on a real server it is shown by their
/// tests.
/// </summary>
internal static class RedisProgram
{
    private static readonly string[] Known =
    [
        "PING",
        "DBSIZE",
        "EXISTS key",
        "TYPE key",
        "LLEN key",
        "EVAL (the sweep of ClearCache and ClearSessions)",
    ];

    private static readonly string[] WithValue = ["-h", "-p", "-n", "--user"];

    public static HostProgram[] All { get; } =
    [new("redis-cli", a => a is [.., "unlink"], RunAsync) { Needs = "redis-tools" }];

    /// <summary>Its arguments without the options before it.</summary>
    private static string[] Command(string[] arguments)
    {
        var at = 0;
        while (at < arguments.Length && arguments[at].StartsWith('-'))
            at += WithValue.Contains(arguments[at]) ? 2 : 1;
        return [.. arguments.Skip(at)];
    }

    private static async Task<int> RunAsync(ProgramCall call)
    {
        var command = Command(call.Arguments);
        string Option(string name, string usual) =>
            Array.IndexOf(call.Arguments, name) is >= 0 and var at
            && at < call.Arguments.Length - command.Length
                ? call.Arguments.ElementAtOrDefault(at + 1) ?? usual
                : usual;
        var (address, port) = (Option("-h", "127.0.0.1"), Option("-p", "6379"));
        var machine = address is "127.0.0.1" or "localhost"
            ? call.Machine
            : call.Machine.Stage.Find<SshRealm>()?.Find(address);
        if (machine?.Redis is not { } redis || !redis.Listens(Number(port)))
            return await call.FailAsync($"Could not connect to Redis at {address}:{port}: Connection refused")
                .ConfigureAwait(false);
        var given = call.Session.Variables.GetValueOrDefault("REDISCLI_AUTH");
        if (given is not null && given != redis.Password)
            await call.FailAsync("AUTH failed: WRONGPASS invalid username-password pair or user is disabled.")
                .ConfigureAwait(false);
        if (redis.Password is not null && given != redis.Password)
        {
            await call.SayAsync("NOAUTH Authentication required.\n").ConfigureAwait(false);
            return 0;
        }
        if (Answer(redis, Number(Option("-n", "0")), command) is not { } answer)
            return await call.UnknownAsync(string.Join(' ', command), Known, 1).ConfigureAwait(false);
        await call.SayAsync(answer).ConfigureAwait(false);
        return 0;
    }

    private static string? Answer(RedisBook redis, int database, string[] command) =>
        command switch
        {
            ["PING"] => "PONG",
            ["DBSIZE"] => $"{redis.Count(database)}",
            ["EXISTS", var key] => redis.Look(database, key).Kind == "none" ? "0" : "1",
            ["TYPE", var key] => redis.Look(database, key).Kind,
            ["LLEN", var key] => redis.Look(database, key) switch
            {
                { Kind: "string" } => "WRONGTYPE Operation against a key holding the wrong kind of value\n",
                var (_, length) => $"{length}",
            },
            ["EVAL", var script, "0", var cursor, var pattern, var count, var idle, var verb]
                when IsSweep(script) && Prefix(pattern) is { } prefix => Said(
                redis.Sweep(
                    database,
                    prefix,
                    new(Number(cursor), Number(count), Number(idle), verb == "unlink")
                )
            ),
            _ => null,
        };

    private static string Said((int Next, int Meant, int Used) batch) =>
        string.Create(CultureInfo.InvariantCulture, $"{batch.Next}\n{batch.Meant}\n{batch.Used}");

    private static bool IsSweep(string script) =>
        script.StartsWith(
            "local f = redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])",
            StringComparison.Ordinal
        )
        && script.Contains("redis.call('OBJECT', 'IDLETIME', k)", StringComparison.Ordinal)
        && script.Contains("redis.call('UNLINK', k)", StringComparison.Ordinal);

    // Only a text and a star behind it; a text's own stars are escaped.
    private static string? Prefix(string pattern)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
                text.Append(pattern[++i]);
            else if (pattern[i] is '*' or '?' or '[')
                return i == pattern.Length - 1 && pattern[i] == '*' ? text.ToString() : null;
            else
                text.Append(pattern[i]);
        return null;
    }

    private static int Number(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
