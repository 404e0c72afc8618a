using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>The Redis of a scripted machine: its keys, and how long nobody has used them.</summary>
internal sealed class RedisBook
{
    // Redis counts seconds in 24 bits: after 194 days a key looks as if it had just been used.
    private const int Clock = 0xff_ffff;
    private readonly Lock _gate = new();
    private readonly HostMachine _machine;
    private readonly RedisSeed _seed;
    private readonly List<Entry> _keys = [];

    public RedisBook(HostMachine machine, RedisSeed seed)
    {
        (_machine, _seed) = (machine, seed);
        Password = seed.Password is null
            ? null
            : Convert.ToHexStringLower(machine.Stage.Bytes($"redis {machine.Name}", 16));
        foreach (var keys in seed.Keys.Where(k => k.Length != 0))
            for (var i = 1; i <= keys.Count; i++)
                _keys.Add(
                    new(
                        keys,
                        keys.Count == 1 ? keys.Name : keys.Name + i.ToString(CultureInfo.InvariantCulture),
                        machine.Stage.Clock.GetUtcNow() - keys.Idle
                    )
                );
    }

    /// <summary>Null when nobody has to log in.</summary>
    public string? Password { get; }

    /// <summary>For comparing: how many are left of what the world file says.</summary>
    public IEnumerable<(string Name, string Text)> Lines
    {
        get
        {
            lock (_gate)
                return
                [
                    .. _seed.Keys.Select(k =>
                        (
                            (k.Database == 0 ? "" : $"{k.Database}/") + k.Name + (k.Count == 1 ? "" : "*"),
                            (_keys.Count(e => e.IsThere && e.Seed == k), k) switch
                            {
                                (0, _) => "none",
                                (_, { Length: { } length }) => $"a list of {length}",
                                var (count, _) => count == 1 ? "there" : $"{count} keys",
                            }
                        )
                    ),
                ];
        }
    }

    /// <summary>Gives the runbook the password.</summary>
    public void Surround(Surroundings surroundings)
    {
        if (_seed.Password is { } password)
            surroundings.Secret(password.Name, Password!);
    }

    /// <summary>Whether something listens at this port.</summary>
    public bool Listens(int port) =>
        port == _seed.Port
        && !_machine.Boot.IsCancellationRequested
        && (_machine.Units.Find("redis-server") ?? _machine.Units.Find("redis"))
            is null
                or { IsActive: true };

    public int Count(int database)
    {
        lock (_gate)
            return _keys.Count(k => k.IsThere && k.Seed.Database == database);
    }

    /// <summary>The kind of a key, as TYPE says it, and how many entries it has.</summary>
    public (string Kind, int Length) Look(int database, string name)
    {
        lock (_gate)
            return Find(database, name) is not { } key ? ("none", 0)
                : key.Seed.Length is { } length ? ("list", length)
                : ("string", 0);
    }

    /// <summary>
    /// A batch of a sweep, by a cursor that stays what it is when keys go: how many were meant, how many were
    /// used too lately, and where the next one begins; 0 is the end.
    /// </summary>
    public (int Next, int Meant, int Used) Sweep(int database, string prefix, RedisBatch batch)
    {
        lock (_gate)
        {
            var (at, meant, used) = (batch.Cursor, 0, 0);
            for (; at < _keys.Count && at < batch.Cursor + batch.Keys; at++)
            {
                var key = _keys[at];
                if (
                    !key.IsThere
                    || key.Seed.Database != database
                    || !key.Name.StartsWith(prefix, StringComparison.Ordinal)
                )
                    continue;
                var idle = (long)(_machine.Stage.Clock.GetUtcNow() - key.UsedAt).TotalSeconds & Clock;
                if (batch.Idle > 0 && idle < batch.Idle)
                {
                    used++;
                    continue;
                }
                meant++;
                key.IsThere &= !batch.IsChange;
            }
            return (at >= _keys.Count ? 0 : at, meant, used);
        }
    }

    private Entry? Find(int database, string name) =>
        _keys.Find(k => k.IsThere && k.Seed.Database == database && k.Name == name);

    private sealed class Entry(RedisKeySeed seed, string name, DateTimeOffset usedAt)
    {
        public RedisKeySeed Seed => seed;

        public string Name => name;

        public DateTimeOffset UsedAt => usedAt;

        public bool IsThere { get; set; } = true;
    }
}
