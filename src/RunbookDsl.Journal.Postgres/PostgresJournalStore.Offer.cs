using Npgsql;

namespace RunbookDsl.Journal.Postgres;

public sealed partial class PostgresJournalStore
{
    /// <summary>
    /// Offers a run to another operator: its owner stops at the end of the step at work and lets it go; from
    /// now on only the other one may take it. Offering it to its own owner takes an offer back.
    /// </summary>
    /// <param name="runId">The whole id.</param>
    /// <param name="to">The other operator, as RUNBOOK_OPERATOR or the login names them.</param>
    /// <returns>Who has the run now; null when nobody does.</returns>
    /// <exception cref="JournalException">It is closed, or not this operator's to offer.</exception>
    public Owner? Offer(string runId, string to)
    {
        var row = Stored(runId).Row;
        if (row.IsClosed)
            throw new JournalException($"Run {runId} is closed: there is nothing left to hand over.");
        if (row.Owner is { } owner && owner.Operator != me.Operator)
            throw new JournalException(
                $"Run {runId} is not yours to offer: {owner} has or had it last. Ask {owner.Operator} for "
                    + $"'runbook offer {runId} --to {to}', or take it with 'runbook steal {runId} --reason "
                    + "\"…\"'."
            );
        var offer = to == me.Operator ? null : OfferFormat.Write(new(to, me.Operator, clock.GetUtcNow()));
        var isTaken = _database.Ask(connection =>
        {
            using var command = new NpgsqlCommand(Statements.Offer, connection);
            return command.With(runId).With(offer).With(me.Operator).ExecuteNonQuery() == 1;
        });
        if (!isTaken)
            throw new JournalException(
                $"Run {runId} has changed hands this moment: look with 'runbook show'."
            );
        return row.IsHeld ? row.Owner : null;
    }
}
