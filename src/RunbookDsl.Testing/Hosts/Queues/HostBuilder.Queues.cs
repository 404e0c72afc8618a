namespace RunbookDsl.Testing;

public sealed partial class HostBuilder
{
    /// <summary>
    /// A Redis, which <c>redis-cli</c> of this and of other machines reaches while no unit
    /// <c>redis-server</c> of this one is stopped. It knows what operations of Redis ask, and PING, DBSIZE,
    /// EXISTS.
    /// </summary>
    /// <param name="password">The secret that is its password; the world makes it up. Null is none.</param>
    /// <param name="port">Its port.</param>
    public HostBuilder Redis(SecretReference? password = null, int port = 6379) =>
        Change(_spec with { Redis = new(port, password) });

    /// <summary>Keys of its Redis, all with this begin and a number.</summary>
    /// <param name="prefix">What they begin with.</param>
    /// <param name="count">How many.</param>
    /// <param name="idle">How long nobody has used them. Default: not at all.</param>
    /// <param name="database">The number of the database.</param>
    public HostBuilder RedisKeys(string prefix, int count, TimeSpan idle = default, int database = 0) =>
        Keys(new(prefix, Math.Max(count, 1)) { Idle = idle, Database = database });

    /// <summary>One key of its Redis.</summary>
    /// <param name="name">The key.</param>
    /// <param name="idle">How long nobody has used it. Default: not at all.</param>
    /// <param name="database">The number of the database.</param>
    public HostBuilder RedisKey(string name, TimeSpan idle = default, int database = 0) =>
        RedisKeys(name, 1, idle, database);

    /// <summary>A list in its Redis: a queue.</summary>
    /// <param name="name">The key.</param>
    /// <param name="length">How many entries; none is no key.</param>
    /// <param name="database">The number of the database.</param>
    public HostBuilder RedisList(string name, int length, int database = 0) =>
        Keys(new(name, 1) { Length = length, Database = database });

    /// <summary>
    /// A unit works off a queue. While it runs and takes jobs, all of its jobs run; told to take no new ones
    /// it ends each after its time. Stopping, starting anew or a reboot while one runs is an accident.
    /// </summary>
    /// <param name="unit">A unit of this machine.</param>
    /// <param name="tells">The command that prints a line for each running job; it fails while the unit does
    /// not run.</param>
    /// <param name="quiets">The command that lets it take no new ones, beside the signal TSTP.</param>
    public HostBuilder Workers(string unit, string tells, string? quiets = null) =>
        Change(_spec with { Workers = _spec.Workers.Add(new(unit, tells, quiets)) });

    /// <summary>A job of the workers named last.</summary>
    /// <param name="name">As it is told.</param>
    /// <param name="takes">How long it goes on once no new ones are taken.</param>
    public HostBuilder Job(string name, TimeSpan takes) =>
        _spec.Workers.IsEmpty
            ? throw new ArgumentException("a job is of workers: write .Workers(\"unit\", \"command\") first.")
            : Change(
                _spec with
                {
                    Workers = _spec.Workers.SetItem(
                        _spec.Workers.Length - 1,
                        _spec.Workers[^1] with
                        {
                            Jobs = _spec.Workers[^1].Jobs.Add(new(name, takes)),
                        }
                    ),
                }
            );

    private HostBuilder Keys(RedisKeySeed keys) =>
        _spec.Redis is { } redis
            ? Change(_spec with { Redis = redis with { Keys = redis.Keys.Add(keys) } })
            : throw new ArgumentException("a key is in a Redis: write .Redis() first.");
}
