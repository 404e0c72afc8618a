using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>
/// Ends the epoch the append was made for and reads the head, in one committed transaction. Looking alone
/// would not do: the append may still be under way and land after the look.
/// </summary>
internal sealed class FencingSettlement : ISettlement
{
    /// <inheritdoc/>
    public Verdict Settle(NpgsqlConnection connection, Unsettled append)
    {
        using var command = new NpgsqlCommand(Statements.Fence, connection);
        command.With(append.RunId).With(append.Epoch);
        Verdict? verdict = null;
        using (var reader = command.ExecuteReader())
        {
            if (reader.Read())
                verdict = Judge(append, reader.GetInt64(0), reader.GetInt64(1), (byte[])reader[2]);
            // To the end: only the server's last word says that the fence is committed.
            while (reader.Read() || reader.NextResult())
            {
                // Nothing more is expected.
            }
        }
        return verdict ?? AfterAnother(connection, append);
    }

    private static Verdict Judge(Unsettled append, long epoch, long seq, byte[] head)
    {
        if (seq == append.Batch.LastSeq && head.AsSpan().SequenceEqual(append.Batch.Head))
            return new(AppendFate.Landed, epoch);
        var isBefore = seq == append.SeqBefore && head.AsSpan().SequenceEqual(append.HeadBefore);
        return new(isBefore ? AppendFate.Absent : AppendFate.Lost, epoch);
    }

    // A committed epoch newer than ours stands already: what has not landed by now never will. It may be our
    // own, from a settlement whose reply was lost as well.
    private static Verdict AfterAnother(NpgsqlConnection connection, Unsettled append)
    {
        using var command = new NpgsqlCommand(
            "select epoch, head_seq, head_h from rb.run where run_id = $1",
            connection
        );
        command.With(append.RunId);
        using var reader = command.ExecuteReader();
        if (!reader.Read())
            return new(AppendFate.Lost, 0);
        var epoch = reader.GetInt64(0);
        if (epoch < append.Epoch)
            return new(AppendFate.Lost, epoch);
        var own = Judge(append, epoch, reader.GetInt64(1), (byte[])reader[2]);
        return own.Fate == AppendFate.Lost ? new(AppendFate.Fenced, epoch) : own;
    }
}
