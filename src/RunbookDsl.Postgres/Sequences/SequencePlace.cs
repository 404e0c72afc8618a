using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>Where a sequence stands.</summary>
/// <param name="Name">As <c>format('%I.%I')</c> prints it.</param>
/// <param name="Last">Its last value, or its first when it was not used.</param>
/// <param name="IsCalled">Whether the last value was given out.</param>
/// <param name="Step">Its increment.</param>
/// <param name="Cycles">Whether it begins anew at its end: then no value is beyond another.</param>
internal sealed record SequencePlace(string Name, long Last, bool IsCalled, long Step, bool Cycles)
{
    private const int AtOnce = 200;

    private const string All = """
        select format('%I.%I', n.nspname, c.relname), s.seqincrement, s.seqcycle
        from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
        where c.relpersistence <> 't' and n.nspname !~ '^pg_'
          and n.nspname not in ('information_schema', 'rb') order by 1
        """;

    /// <summary>The value the next call gives, were there no end.</summary>
    public decimal Next => IsCalled ? (decimal)Last + Step : Last;

    /// <summary>Every sequence of a database.</summary>
    public static async Task<List<SequencePlace>> ListAsync(PgSession session)
    {
        var known = await session
            .RowsAsync(All, r => (Name: r.GetString(0), Step: r.GetInt64(1), Cycles: r.GetBoolean(2)))
            .ConfigureAwait(false);
        var found = new List<SequencePlace>();
        foreach (var some in known.Chunk(AtOnce))
        {
            var asked = some.Select(
                (s, i) =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"select {i} n, last_value, is_called from {s.Name}"
                    )
            );
            found.AddRange(
                await session
                    .RowsAsync(
                        string.Join(" union all ", asked) + " order by n",
                        r =>
                            some[r.GetInt32(0)] is var s
                                ? new SequencePlace(s.Name, r.GetInt64(1), r.GetBoolean(2), s.Step, s.Cycles)
                                : null!
                    )
                    .ConfigureAwait(false)
            );
        }
        return found;
    }

    /// <summary>The same place, so many values further.</summary>
    public SequencePlace Skip(long values) =>
        values == 0 ? this : this with { Last = checked(Last + (values * Step)), IsCalled = true };

    /// <summary>Whether a sequence is where the other is, or has given out more.</summary>
    public bool Reaches(SequencePlace other) =>
        Cycles || other.Cycles ? Next == other.Next
        : Step > 0 ? Next >= other.Next
        : Next <= other.Next;

    public Task SetAsync(PgSession session) =>
        session.ScalarAsync<long>("select setval($1::regclass, $2, $3)", Name, Last, IsCalled);

    /// <summary>The place that <see cref="ToString"/> wrote down.</summary>
    public SequencePlace At(string place) =>
        this with
        {
            Last = long.Parse(place.Split(' ')[0], CultureInfo.InvariantCulture),
            IsCalled = !place.EndsWith(" not used", StringComparison.Ordinal),
        };

    /// <summary><c>500</c>, or <c>1 not used</c>.</summary>
    public override string ToString() =>
        Last.ToString(CultureInfo.InvariantCulture) + (IsCalled ? "" : " not used");
}
