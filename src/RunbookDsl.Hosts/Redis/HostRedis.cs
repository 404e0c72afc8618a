namespace RunbookDsl.Hosts;

/// <summary>A Redis, as a host reaches it; see <see cref="SshHost.Redis"/>.</summary>
/// <remarks>
/// Keys are looked through and unlinked on the server itself, a bounded batch at a time: their names never
/// leave it, and nothing else waits for long. Of a cluster it is the one node that is asked.
/// </remarks>
public sealed record HostRedis
{
    private const int LongestPrefix = 512;
    private const int MostIdleDays = 180;

    internal HostRedis(SshHost host) => Host = host;

    /// <summary>Whose <c>redis-cli</c> asks, as the user that logs in.</summary>
    public SshHost Host { get; }

    /// <summary>Where it listens, as seen from the host. Default <c>127.0.0.1</c>.</summary>
    public string Address { get; private init; } = "127.0.0.1";

    /// <summary>Its port. Default 6379.</summary>
    public int Port { get; private init; } = 6379;

    /// <summary>The number of the database. Default 0.</summary>
    public int Database { get; private init; }

    /// <summary>Who logs in; null is the default user.</summary>
    public string? User { get; private init; }

    /// <summary>The password; null is none.</summary>
    public SecretReference? Password { get; private init; }

    /// <summary>A copy that is somewhere else.</summary>
    /// <param name="address">Name or address, as the host knows it.</param>
    /// <param name="port">From 1 to 65535.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public HostRedis At(string address, int port = 6379) =>
        port is < 1 or > 65535
            ? throw new ArgumentException($"{port} is no port")
            : this with
            {
                Address = QueueNames.Checked(address, "server"),
                Port = port,
            };

    /// <summary>A copy that means another numbered database.</summary>
    /// <exception cref="ArgumentException">It is negative.</exception>
    public HostRedis In(int database) =>
        database < 0
            ? throw new ArgumentException($"{database} is no number of a database")
            : this with
            {
                Database = database,
            };

    /// <summary>
    /// A copy that logs in. The password travels in the input of the connection and the environment of
    /// <c>redis-cli</c>, never among its arguments.
    /// </summary>
    /// <param name="password">Of one line.</param>
    /// <param name="user">Who; null is the default user.</param>
    /// <exception cref="ArgumentException">The user would be read as something else.</exception>
    public HostRedis LogIn(SecretReference password, string? user = null) =>
        this with
        {
            Password = password,
            User = user is null ? null : QueueNames.Checked(user, "user"),
        };

    /// <summary>
    /// Clears a cache: unlinks every key that begins with a text, never the rest, with no <c>FLUSHALL</c>.
    /// Left out when there is none. Verified by another look: fewer are there than before. Journaled: how
    /// many there were and how many went. After an interruption what is there is unlinked. Nobody can take it
    /// back: say <c>.NoUndo</c>.
    /// </summary>
    /// <param name="prefix">Begin of the keys, as it is; <c>*</c> means nothing special.</param>
    /// <exception cref="ArgumentException">It is empty; see <see cref="ClearDatabase"/>.</exception>
    public CacheClearOperation ClearCache(string prefix) => new(Keys(prefix, TimeSpan.Zero));

    /// <summary>
    /// As <see cref="ClearCache"/>, of every key in this one numbered database, whoever it belongs to.
    /// </summary>
    public CacheClearOperation ClearDatabase() => new(new(this, "", TimeSpan.Zero));

    /// <summary>
    /// Clears sessions that nobody has used for a time: each is looked at and unlinked in one step, so that
    /// one that comes into use meanwhile stays. For sessions that the application lets live for ever; those
    /// with an expiry of their own go by themselves. Verified by another look: no such one is left, and those
    /// in use still are. Journaled: how many there were of each. Run again without harm. Nobody can take it
    /// back: say <c>.NoUndo</c>.
    /// </summary>
    /// <param name="prefix">Begin of the keys, as it is; <c>*</c> means nothing special.</param>
    /// <param name="idle">Not below the application's own lifetime of a session; from an hour to 180 days.
    /// Redis counts from its start at the latest, and begins anew after 194 days: then fewer go.</param>
    /// <exception cref="ArgumentException">No prefix, or a time out of range.</exception>
    public SessionClearOperation ClearSessions(string prefix, TimeSpan idle) =>
        idle < TimeSpan.FromHours(1)
            ? throw new ArgumentException($"sessions idle for {idle} are in use: name at least an hour")
        : idle > TimeSpan.FromDays(MostIdleDays)
            ? throw new ArgumentException(
                $"Redis cannot tell {idle.TotalDays:0} days without use, it begins anew after 194: name at most {MostIdleDays}"
            )
        : new(Keys(prefix, idle));

    /// <summary>
    /// Asserts that nothing waits in these keys: lists, sorted sets, sets or streams, such as Sidekiq's
    /// <c>queue:default</c>, <c>schedule</c> and <c>retry</c>, or Celery's <c>celery</c>. One look, changes
    /// nothing. A key that is not there is empty, also when its name is misspelt.
    /// </summary>
    /// <param name="keys">At least one.</param>
    /// <exception cref="ArgumentException">No name, or one that is none.</exception>
    public RedisQueueCheck AssertEmpty(params string[] keys) => new(this, keys);

    /// <inheritdoc cref="AssertEmpty"/>
    /// <summary>Waits until nothing waits in these keys; fails after <paramref name="within"/>. Changes
    /// nothing.</summary>
    /// <param name="within">How long it is waited for.</param>
    /// <param name="keys">At least one.</param>
    public RedisQueueCheck WaitEmpty(TimeSpan within, params string[] keys) =>
        new(this, keys) { Within = within };

    /// <inheritdoc/>
    public override string ToString() =>
        Address == "127.0.0.1" && Port == 6379 && Database == 0
            ? $"the Redis of {Host}"
            : $"the Redis {Address}:{Port}/{Database} of {Host}";

    private RedisKeys Keys(string prefix, TimeSpan idle) =>
        prefix is { Length: > 0 and <= LongestPrefix } && !prefix.Any(char.IsControl)
            ? new(this, prefix, idle)
            : throw new ArgumentException(
                $"'{prefix}' is no beginning of keys: from 1 to {LongestPrefix} characters. "
                    + "Others may keep theirs in the same database; all of it is .ClearDatabase()"
            );
}
