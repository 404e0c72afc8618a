using System.Text;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>
/// A run on a terminal: what has happened scrolls by, what runs now stands below it with its elapsed time
/// and progress,
/// redrawn at most ten times a second and at least every second.
/// </summary>
internal sealed class LiveObserver : IRunObserver, ILiveRegion, IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Still = TimeSpan.FromSeconds(1);
    private const int MostLines = 8;
    private readonly TextSink _sink;
    private readonly TimeProvider _clock;
    private readonly bool _hasColour;
    private readonly Lock _gate = new();
    private readonly List<RunningStep> _running = [];
    private readonly ITimer _timer;
    private int _drawn;
    private int _suspended;
    private bool _isStale;
    private long _drawnAt;

    public LiveObserver(TextSink sink, TimeProvider clock, bool hasColour)
    {
        (_sink, _clock, _hasColour) = (sink, clock, hasColour);
        _timer = clock.CreateTimer(static me => ((LiveObserver)me!).Tick(), this, Look, Look);
    }

    /// <inheritdoc/>
    public void On(RunEvent occurrence)
    {
        lock (_gate)
        {
            Follow(occurrence);
            if (occurrence.Kind == RunEventKind.StepProgress)
            {
                _isStale = true;
                return;
            }
            if (EventText.Of(occurrence) is { } text)
                Say($"{occurrence.At.UtcDateTime:HH:mm:ss}Z {Coloured(occurrence.Kind, text)}");
        }
    }

    /// <summary>Prints lines above what is being redrawn.</summary>
    public void Say(string text)
    {
        lock (_gate)
        {
            var screen = new StringBuilder();
            Erase(screen);
            screen.Append(text).Append('\n');
            Draw(screen);
        }
    }

    /// <inheritdoc/>
    public IDisposable Suspend()
    {
        lock (_gate)
        {
            _suspended++;
            var screen = new StringBuilder();
            Erase(screen);
            _sink.Write(screen.ToString());
        }
        return new Resumption(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        Rest();
    }

    /// <summary>Nothing runs any more until a step is reached again: nothing is redrawn meanwhile.</summary>
    public void Rest()
    {
        lock (_gate)
        {
            _running.Clear();
            var screen = new StringBuilder();
            Erase(screen);
            _sink.Write(screen.ToString());
        }
    }

    private void Follow(RunEvent e)
    {
        if (e.Step is not { } step)
            return;
        var known = _running.Find(r => r.IsOf(step));
        switch (e.Kind)
        {
            case RunEventKind.StepReached
            or RunEventKind.StepStarted
            or RunEventKind.StepProgress
            or RunEventKind.Waiting:
                if (known is null)
                    _running.Add(known = new RunningStep(step, _clock.GetTimestamp()));
                known.Take(e);
                break;
            case RunEventKind.Note or RunEventKind.StepFailed:
                break;
            default:
                if (known is not null)
                    _running.Remove(known);
                break;
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            var isDue = _isStale || _clock.GetElapsedTime(_drawnAt) >= Still;
            if (_running.Count == 0 || !isDue)
                return;
            var screen = new StringBuilder();
            Erase(screen);
            Draw(screen);
        }
    }

    private void Draw(StringBuilder screen)
    {
        if (_suspended == 0)
        {
            var width = _sink.Columns;
            _drawn = Math.Min(_running.Count, MostLines);
            for (var i = 0; i < _drawn; i++)
                screen.Append(i == 0 ? "" : "\n").Append(_running[i].Line(_clock, width));
            (_isStale, _drawnAt) = (false, _clock.GetTimestamp());
        }
        _sink.Write(screen.ToString());
    }

    private void Erase(StringBuilder screen)
    {
        if (_drawn > 0)
            screen.Append("\r\e[2K");
        for (; _drawn > 1; _drawn--)
            screen.Append("\e[1A\e[2K");
        _drawn = 0;
    }

    private string Coloured(RunEventKind kind, string text)
    {
        var colour = kind switch
        {
            RunEventKind.StepDone or RunEventKind.StepSatisfied or RunEventKind.StepVerified => "32",
            RunEventKind.StepFailed => "31",
            RunEventKind.StepInDoubt or RunEventKind.Waiting or RunEventKind.StepUndone => "33",
            _ => null,
        };
        return _hasColour && colour is not null ? $"\e[{colour}m{text}\e[0m" : text;
    }

    private sealed class Resumption(LiveObserver live) : IDisposable
    {
        public void Dispose()
        {
            lock (live._gate)
            {
                live._suspended--;
                live.Draw(new StringBuilder());
            }
        }
    }
}
