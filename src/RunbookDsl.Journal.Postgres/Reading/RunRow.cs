using System.Text;
using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>How a run stands in its table.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Status">In one word; <c>void</c> is a run that never began.</param>
/// <param name="Epoch">The fence.</param>
internal sealed record RunRow(string RunId, string Status, long Epoch)
{
    private const string Columns = """
        select run_id, status, epoch, owner::text, claim,
          coalesce(lease_until, '-infinity') > clock_timestamp(), offer::text, head_seq, head_h from rb.run
        """;

    internal Owner? Owner { get; private init; }

    internal string? Claim { get; private init; }

    /// <summary>Whether the owner's lease runs, by the database's clock.</summary>
    internal bool IsHeld { get; private init; }

    internal RunOffer? Offer { get; private init; }

    internal long HeadSeq { get; private init; }

    internal byte[] Head { get; private init; } = [];

    internal bool IsClosed => Status == "closed";

    /// <summary>Null when there is no such run.</summary>
    internal static RunRow? Read(Database database, string runId) =>
        database.Ask(connection => Read(connection, null, runId));

    internal static RunRow? Read(NpgsqlConnection connection, NpgsqlTransaction? transaction, string runId)
    {
        using var command = new NpgsqlCommand(
            Columns + " where run_id = $1 and status <> 'void'",
            connection,
            transaction
        );
        using var reader = command.With(runId).ExecuteReader();
        return reader.Read() ? Of(reader) : null;
    }

    private static RunRow Of(NpgsqlDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), reader.GetInt64(2))
        {
            Owner = reader.IsDBNull(3) ? null : OwnerFormat.Read(Encoding.UTF8.GetBytes(reader.GetString(3))),
            Claim = reader.IsDBNull(4) ? null : reader.GetString(4),
            IsHeld = reader.GetBoolean(5),
            Offer = reader.IsDBNull(6) ? null : OfferFormat.Read(reader.GetString(6)),
            HeadSeq = reader.GetInt64(7),
            Head = (byte[])reader[8],
        };
}
