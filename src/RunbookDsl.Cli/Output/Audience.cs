using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>Who watches a run and who can be asked: a person at a terminal, or a log.</summary>
internal sealed class Audience : IDisposable
{
    private readonly TextSink _sink;
    private readonly LiveObserver? _live;

    private Audience(TextSink sink, LiveObserver? live, TerminalInput? terminal)
    {
        (_sink, _live, Terminal) = (sink, live, terminal);
        Observer = live is null ? new PlainObserver(sink) : live;
    }

    /// <summary>Prints what happens.</summary>
    public IRunObserver Observer { get; }

    /// <summary>Answers questions.</summary>
    public IPeople People { get; private init; } = new Nobody();

    /// <summary>Where a person is; null when nobody can be asked.</summary>
    public TerminalInput? Terminal { get; }

    public static Audience Of(Session session, Invocation invocation)
    {
        var settings = session.Settings;
        var isJson = invocation.Has("--json");
        var sink = isJson ? session.Errors : session.Out;
        var isAsked = !isJson && !invocation.Has("--non-interactive");
        var terminal = isAsked ? TerminalInput.Open(session.Out) : null;
        if (terminal is null && !sink.IsTerminal)
            return new Audience(sink, null, null);
        var live =
            sink.IsTerminal && !settings.IsDumbTerminal
                ? new LiveObserver(sink, session.Clock, settings.HasColour)
                : null;
        if (terminal is null)
            return new Audience(sink, live, null);
        ILiveRegion region = live is null ? new NoRegion() : live;
        return new Audience(sink, live, terminal)
        {
            People = new TerminalPeople(terminal, region, settings.Operator, session.Clock),
        };
    }

    /// <summary>Tells the operator something while a run goes on.</summary>
    public void Say(string text)
    {
        if (_live is null)
            _sink.Line(text);
        else
            _live.Say(text);
    }

    /// <summary>Takes the live lines off the terminal until a step is reached again.</summary>
    public void Rest() => _live?.Rest();

    /// <summary>Takes the live lines off the terminal; what follows is the last word.</summary>
    public void Dispose() => _live?.Dispose();
}
