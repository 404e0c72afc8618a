using System.Data;
using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>A run as the database has it, verified line by line by the reader of the file store.</summary>
internal sealed class StoredRun
{
    private readonly LineChain _chain;
    private readonly List<MemoryStream> _segments = [];
    private readonly List<byte[]> _hashes = [];
    private readonly string _place;

    private StoredRun(RunRow row, string place)
    {
        (Row, _place) = (row, place);
        _chain = new LineChain(row.RunId);
    }

    internal RunRow Row { get; }

    internal string Runbook => _chain.Runbook;

    internal IReadOnlyList<Owner> Owners => _chain.Owners;

    internal IReadOnlyList<JournalRecord> Records => _chain.Records;

    internal string HeadHash => _chain.HeadText;

    internal int Segments => _segments.Count;

    internal ReadOnlySpan<byte> Segment(int number) =>
        _segments[number - 1].GetBuffer().AsSpan(0, (int)_segments[number - 1].Length);

    /// <summary>Hash of the line of that number.</summary>
    internal ReadOnlySpan<byte> HashOf(long seq) => _hashes[(int)seq - 1];

    /// <exception cref="JournalCorruptException">What is there is not what was written.</exception>
    internal static StoredRun? Read(Database database, string runId) =>
        database.Ask(connection =>
        {
            using var snapshot = connection.BeginTransaction(IsolationLevel.RepeatableRead);
            if (RunRow.Read(connection, snapshot, runId) is not { } row)
                return null;
            var run = new StoredRun(row, database.Place);
            run.ReadLines(connection, snapshot);
            return run;
        });

    private void ReadLines(NpgsqlConnection connection, NpgsqlTransaction snapshot)
    {
        using var command = new NpgsqlCommand(
            "select seq, segment, t, step, coalesce(attempt, 0), rec, h from rb.journal "
                + "where run_id = $1 order by seq",
            connection,
            snapshot
        );
        using var reader = command.With(Row.RunId).ExecuteReader();
        while (reader.Read())
            Take(reader);
        if (_chain.Records.Count != Row.HeadSeq || !_chain.Head.AsSpan().SequenceEqual(Row.Head))
            throw Damage($"the head that rb.run names, record {Row.HeadSeq}");
    }

    private void Take(NpgsqlDataReader reader)
    {
        var segment = reader.GetInt32(1);
        var line = (byte[])reader[5];
        var isFirst = segment == _segments.Count + 1;
        if (!isFirst && segment != _segments.Count)
            throw Damage($"segment {Math.Max(_segments.Count, 1)} or the next, not {segment}");
        if (line.Length == 0 || line[^1] != '\n' || line.AsSpan()[..^1].Contains((byte)'\n'))
            throw Damage("one whole line");
        if (isFirst)
            FormatVersion.Refuse(line, $"run {Row.RunId} in {_place}");
        var before = segment > 1 ? _segments[segment - 2].Length : 0;
        var place = new SegmentPlace(segment, isFirst, before);
        if (_chain.Take(line.AsMemory()[..^1], place, line.Length) is { } expected)
            throw Damage(expected);
        CheckColumns(reader);
        if (isFirst)
            _segments.Add(new MemoryStream());
        _segments[^1].Write(line);
        _hashes.Add([.. _chain.Head]);
    }

    // They are for queries, and a query must not be lied to.
    private void CheckColumns(NpgsqlDataReader reader)
    {
        var record = _chain.Records[^1];
        if (
            reader.GetInt64(0) != record.Seq
            || reader.GetString(2) != record.Type
            || (reader.IsDBNull(3) ? null : reader.GetString(3)) != record.Step
            || reader.GetInt32(4) != record.Attempt
            || !((byte[])reader[6]).AsSpan().SequenceEqual(_chain.Head)
        )
            throw Damage("columns that say the same as the line", _chain.Records.Count);
    }

    private JournalCorruptException Damage(string expected, long? seq = null) =>
        new(
            $"rb.journal of {_place}, run {Row.RunId}",
            (int)(seq ?? _chain.Next),
            seq ?? _chain.Next,
            expected
        );
}
