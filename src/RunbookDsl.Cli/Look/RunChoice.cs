using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>Which run is meant when none is named.</summary>
internal static class RunChoice
{
    /// <summary>The run named, else the newest; a child run is part of its parent.</summary>
    public static string Any(IJournalStore store, string? name)
    {
        if (name is not (null or "latest"))
            return store.FindRun(name);
        foreach (var listing in store.List())
            if (listing.History is not { } history || StateFold.Of(history).Parent is null)
                return listing.RunId;
        return store.FindRun("latest");
    }

    /// <summary>
    /// The run named, else the newest that can still be worked on: a rehearsal or a finished run that came
    /// after a crash must not stand before it.
    /// </summary>
    public static string Open(IJournalStore store, string? name)
    {
        if (name is not null)
            return store.FindRun(name);
        foreach (var listing in store.List())
            if (
                listing.History is { } history
                && StateFold.Of(history) is { IsClosed: false, IsSandbox: false, Parent: null }
            )
                return listing.RunId;
        return store.FindRun("latest");
    }
}
