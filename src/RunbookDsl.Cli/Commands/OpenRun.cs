using RunbookDsl.Engine;
using RunbookDsl.Journal;

namespace RunbookDsl.Cli;

/// <summary>A run that is to be worked on again, with the plan its script makes today, or made
/// then.</summary>
internal sealed record OpenRun(string RunId, RunRequest Request, EngineServices Services, Audience Audience)
    : IDisposable
{
    public static OpenRun Find(Session session, Invocation invocation, bool steals = false) =>
        Find(session, invocation, session.Store(invocation, steals), invocation.Argument(0));

    public static OpenRun Find(Session session, Invocation invocation, IJournalStore store, string? name)
    {
        var runId = RunChoice.Open(store, name);
        var history = store.Read(runId);
        var state = StateFold.Of(history);
        var script = new RunScript(session.Settings, history, state);
        var (loaded, scripts) = invocation.Has("--pinned") ? script.Pinned() : script.Today();
        var request = new RunRequest(loaded.Plan)
        {
            Sources = loaded.ToArchive,
            Archived = invocation.Has("--pinned") ? script.Archive().Files : null,
            Removed = script.Removed(),
        };
        if (invocation.Has("--migrate"))
            request = request with { Migration = MigrateOptions.Of(invocation, script) };
        else if (!state.IsClosed)
            script.Check(loaded.Plan);
        var audience = Audience.Of(session, invocation);
        var services = Composition.Real(session, store, scripts, loaded.Plan.Directory, audience);
        return new OpenRun(runId, request, services, audience);
    }

    /// <inheritdoc/>
    public void Dispose() => Audience.Dispose();
}
