namespace RunbookDsl.Journal.Postgres;

/// <summary>What the operator is told when the journal cannot take in more.</summary>
internal static class Troubles
{
    private const string Finish = "What is at work is finished and its outcome kept; nothing new is begun. ";

    internal static JournalException Of(
        JournalStart start,
        JournalParts parts,
        Unsettled append,
        Verdict verdict
    )
    {
        var why = parts.Appender.Trouble?.Message ?? "";
        var run = start.Run.RunId;
        return verdict.Fate switch
        {
            AppendFate.Landed => new JournalException(
                $"The connection to the journal broke while record {append.Batch.LastSeq} of run {run} was "
                    + $"written; the record is there. {Finish}{Inner(why)} 'runbook resume {run}' goes on."
            ),
            AppendFate.Absent => new JournalException(
                $"Record {append.Batch.Seqs[0]} of run {run} was not taken into the journal. {Finish}"
                    + $"{Inner(why)} Then 'runbook resume {run}' on this machine takes what is kept in "
                    + $"{parts.Location} into it and goes on."
            ),
            AppendFate.Unknown => new JournalException(
                $"Nobody knows whether record {append.Batch.Seqs[0]} of run {run} is in the journal. {Finish}"
                    + $"{Inner(why)} Then 'runbook resume {run}' on this machine finds out, takes what is kept "
                    + $"in {parts.Location} into it and goes on."
            ),
            AppendFate.Lost => new JournalException(
                $"The journal in {parts.Database.Place} lacks records of run {run} that it had acknowledged "
                    + $"up to {append.SeqBefore}: a fail-over lost them, perhaps, or it was restored from a "
                    + $"backup. Nothing new is begun. {LostRecords.Advice(parts.Location)}"
            ),
            _ => TakenOver(start, parts),
        };
    }

    internal static JournalException TakenOver(JournalStart start, JournalParts parts) =>
        new(
            $"Run {start.Run.RunId} was taken over by {NewOwner(start, parts)}: this process (epoch "
                + $"{start.Epoch}) may write nothing any more and begins nothing. What it still finished is "
                + $"kept in {parts.Location}, and the new owner was told that it may have been at work."
        );

    internal static JournalException Silent(JournalStart start, JournalParts parts, TimeSpan age) =>
        new(
            $"Run {start.Run.RunId} has not been able to renew its lease in {parts.Database.Place} for "
                + $"{age.TotalSeconds:F0} s: another operator may take it over any moment, so nothing new is "
                + $"begun. 'runbook resume {start.Run.RunId}' goes on."
        );

    internal static string Offered(string runId, RunOffer offer) =>
        $"Handed over: {offer.By} offered it to {offer.To}, who takes it with 'runbook accept {runId}'.";

    private static string NewOwner(JournalStart start, JournalParts parts)
    {
        try
        {
            return RunRow.Read(parts.Database, start.Run.RunId)?.Owner?.ToString() ?? "somebody else";
        }
        catch (JournalException)
        {
            return "somebody else";
        }
    }

    private static string Inner(string why) => why.Length == 0 ? "Look at the server's log." : why;
}
