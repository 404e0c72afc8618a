namespace RunbookDsl.Postgres;

/// <summary>Compares a restored database with what the dump's manifest says its source held.</summary>
internal static class RestoredCheck
{
    private const int Shown = 5;

    public static async Task<Verdict> CompareAsync(PgSession session, DumpManifest manifest)
    {
        var source = manifest.Source;
        var (tables, indexes, constraints) = await SourceReader
            .CountAsync(session, [], [])
            .ConfigureAwait(false);
        var sequences = await SourceReader.SequencesAsync(session).ConfigureAwait(false);
        var wrong = Rows(source.Tables, tables);
        wrong.AddRange(Sequences(source.Sequences, sequences));
        if (indexes != source.Indexes)
            wrong.Add($"{indexes} indexes instead of {source.Indexes}");
        if (constraints != source.Constraints)
            wrong.Add($"{constraints} constraints instead of {source.Constraints}");
        if (wrong.Count > 0)
            return Verdict.Fail(
                $"{session.Target} is not what was dumped: {string.Join("; ", wrong.Take(Shown))}"
                    + (wrong.Count > Shown ? $"; and {wrong.Count - Shown} more" : "")
            );
        return Verdict.Pass(
            $"{tables.Count} tables with {tables.Sum(t => t.Rows)} rows, {indexes} indexes,"
                + $" {constraints} constraints and"
                + $" {sequences.Count} sequences are as dumped"
        );
    }

    private static List<string> Rows(IReadOnlyList<TableRows> expected, List<TableRows> actual)
    {
        var found = actual.ToDictionary(t => t.Table, t => t.Rows);
        var wrong = new List<string>();
        foreach (var table in expected)
            if (!found.Remove(table.Table, out var rows))
                wrong.Add($"table {table.Table} is missing");
            else if (rows != table.Rows)
                wrong.Add($"{table.Table} has {rows} rows instead of {table.Rows}");
        wrong.AddRange(found.Keys.Select(name => $"table {name} was not in the dump"));
        return wrong;
    }

    // A sequence is read a moment before the dump and may have gone on until then.
    private static IEnumerable<string> Sequences(
        IReadOnlyList<SequenceValue> expected,
        List<SequenceValue> actual
    )
    {
        var found = actual.ToDictionary(s => s.Sequence);
        foreach (var sequence in expected)
            if (!found.TryGetValue(sequence.Sequence, out var now))
                yield return $"sequence {sequence.Sequence} is missing";
            else if (!sequence.Cycles && IsBehind(now.Value, sequence))
                yield return $"sequence {sequence.Sequence} is at {now.Value}, before {sequence.Value}";
    }

    private static bool IsBehind(long now, SequenceValue then) =>
        then.Increment > 0 ? now < then.Value : now > then.Value;
}
