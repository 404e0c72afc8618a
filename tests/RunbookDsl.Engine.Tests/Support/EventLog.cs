namespace RunbookDsl.Engine.Tests.Support;

/// <summary>Keeps what the engine tells.</summary>
internal sealed class EventLog : IRunObserver
{
    public List<RunEvent> Events { get; } = [];

    public void On(RunEvent occurrence) => Events.Add(occurrence);

    public IEnumerable<string> Lines =>
        Events.Select(e => $"{e.Kind} {e.Step?.Id}{(e.Text.Length > 0 ? ": " : "")}{e.Text}");
}
