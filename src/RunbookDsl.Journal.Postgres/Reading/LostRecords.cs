namespace RunbookDsl.Journal.Postgres;

/// <summary>The database has less than it had acknowledged, or something else.</summary>
internal static class LostRecords
{
    internal static string Advice(string location) =>
        $"This machine's copy in {location} has them. Look whether the old primary is still there and can "
        + "serve again; if it is gone for good, move the copy away, look at the world for every step that the "
        + "copy tells more about, and then 'runbook resume' with --old-attempt-ended --reason \"…\".";

    internal static JournalException Of(string runId, string place, string location, long here, long there) =>
        new(
            $"The journal in {place} ends run {runId} with record {there}, this machine's copy has "
                + $"{here} records that were acknowledged: a fail-over lost records, perhaps, or it was "
                + $"restored from a backup. Nothing was changed. {Advice(location)}"
        );

    internal static JournalException Other(string runId, string place, string location, long seq) =>
        new(
            $"The journal in {place} has another record {seq} of run {runId} than this machine's copy, which "
                + $"was acknowledged: they are not the same journal any more. Nothing was changed. "
                + Advice(location)
        );
}
