using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>
/// Settles whether a run was begun: takes its name, so that a beginning which is still under way finds it
/// taken and does nothing.
/// </summary>
internal sealed class CreateSettlement : ISettlement
{
    /// <inheritdoc/>
    public Verdict Settle(NpgsqlConnection connection, Unsettled append)
    {
        using var command = new NpgsqlCommand(Statements.FenceCreate, connection);
        using var reader = command.With(append.RunId).ExecuteReader();
        reader.Read();
        var (epoch, head) = (reader.GetInt64(0), (byte[])reader[2]);
        while (reader.Read() || reader.NextResult())
        {
            // To the end: only the server's last word says that it is committed.
        }
        return head.Length == 0 ? new(AppendFate.Absent, epoch)
            : head.AsSpan().SequenceEqual(append.Batch.Head) ? new(AppendFate.Landed, epoch)
            : new(AppendFate.Fenced, epoch);
    }
}
