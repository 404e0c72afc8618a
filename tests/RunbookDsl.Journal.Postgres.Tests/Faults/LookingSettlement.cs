using Npgsql;

namespace RunbookDsl.Journal.Postgres.Tests.Faults;

/// <summary>The mistake that everybody makes: looks instead of fencing.</summary>
internal sealed class LookingSettlement : ISettlement
{
    public Verdict Settle(NpgsqlConnection connection, Unsettled append)
    {
        using var command = new NpgsqlCommand(
            "select head_h from rb.run where run_id = $1 for update",
            connection
        );
        var head = (byte[])command.With(append.RunId).ExecuteScalar()!;
        var isThere = head.AsSpan().SequenceEqual(append.Batch.Head);
        return new(isThere ? AppendFate.Landed : AppendFate.Absent, append.Epoch);
    }
}
