using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>Finds out whether an append whose reply was lost is in the journal.</summary>
internal interface ISettlement
{
    /// <summary>Answers for good: what is absent now must never land later.</summary>
    Verdict Settle(NpgsqlConnection connection, Unsettled append);
}
