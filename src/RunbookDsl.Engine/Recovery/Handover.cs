using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>How a run passes to this operator.</summary>
/// <param name="IsStolen">Whether it was not offered.</param>
/// <param name="Reason">Why, for the journal; null where an offer is reason enough.</param>
public sealed record Handover(bool IsStolen, string? Reason)
{
    internal string Word => IsStolen ? "stolen" : "accepted";

    internal static JournalRecord Record(string how, string from, string to, string? reason) =>
        Body.Record(
            RecordTypes.RunHandover,
            null,
            0,
            w =>
            {
                w.WriteString("as", how);
                w.WriteString("from", from);
                w.WriteString("to", to);
                w.Optional("reason", reason);
            }
        );
}
