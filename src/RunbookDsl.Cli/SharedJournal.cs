using RunbookDsl.Journal;
using RunbookDsl.Journal.Postgres;

namespace RunbookDsl.Cli;

/// <summary>
/// The door to a journal in a database; a class of its own, so that its assembly and the driver are loaded
/// only with it.
/// </summary>
internal static class SharedJournal
{
    public static IJournalStore Store(string url, string home, TimeProvider clock, Owner me, bool steals) =>
        new PostgresJournalStore(
            new PostgresJournalOptions(JournalAddress.Parse(url), home) { Steals = steals },
            clock,
            me
        );

    public static IRunContent Content(IJournalStore store) => (PostgresJournalStore)store;

    public static Owner? Offer(IJournalStore store, string runId, string to) =>
        ((PostgresJournalStore)store).Offer(runId, to);

    public static string Shown(string url) => JournalAddress.Parse(url).Shown;

    public static bool HasPassword(string url) => JournalAddress.Parse(url).HasPassword;
}
