namespace RunbookDsl.Testing;

/// <summary>
/// What of the unsynced survives one loss of power. Drawn from a seed: some losses keep all, some nothing,
/// some a part; names survive as a prefix of all changes (a journaling file system) or as any subset (the
/// letter of POSIX). Bytes outside a write are safe from it.
/// </summary>
internal sealed class PowerLoss
{
    private readonly HashSet<long> _lostNames = [];
    private readonly int _keptInTen;
    private readonly int _trashedInTen;
    private readonly int _lengthInTen;

    /// <param name="random">Draws everything.</param>
    /// <param name="names">Number of name changes so far.</param>
    /// <param name="mayTrash">Whether sectors may come back as rubbish.</param>
    internal PowerLoss(Random random, long names, bool mayTrash)
    {
        _keptInTen = random.Next(4) switch
        {
            0 => 0,
            1 => 10,
            _ => 5,
        };
        _lengthInTen = random.Next(3) * 5;
        _trashedInTen = mayTrash ? random.Next(3) : 0;
        var howNames = random.Next(4);
        var cut = howNames == 0 ? 0 : random.NextInt64(names + 1);
        for (var order = 1L; order <= names; order++)
            if (howNames < 3 ? order > cut : random.Next(2) == 0)
                _lostNames.Add(order);
    }

    /// <summary>Whether a sector became rubbish.</summary>
    internal bool HasTrashed { get; private set; }

    internal bool Keeps(Random random) => random.Next(10) < _keptInTen;

    internal bool KeepsLength(Random random) => random.Next(10) < _lengthInTen;

    internal bool KeepsName(long order) => !_lostNames.Contains(order);

    internal bool Trashes(Random random)
    {
        var trashes = random.Next(10) < _trashedInTen;
        HasTrashed |= trashes;
        return trashes;
    }
}
