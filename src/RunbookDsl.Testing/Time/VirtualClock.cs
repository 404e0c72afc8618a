using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>
/// The time of one rehearsal. It stands still while any step is at work, and jumps to the next timer when all
/// of them wait: a window of two days is over in a moment, and every wait has its exact length.
/// </summary>
public sealed class VirtualClock : TimeProvider, IPause
{
    private const int MostJumps = 10_000;
    private const int MostUnmoved = 10;
    private static readonly TimeSpan ShortestJump = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestReaction = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Stillness = TimeSpan.FromMilliseconds(50);
    private readonly AsyncLocal<Lane?> _lane = new();
    private readonly Lock _gate = new();
    private readonly RealLooks _looks = new();
    private readonly List<VirtualTimer> _timers = [];
    private readonly List<Lane> _lanes = [];
    private readonly List<TaskCompletionSource<bool>> _hanging = [];
    private readonly DateTimeOffset _start;
    private readonly long _realStart = System.GetTimestamp();
    private readonly bool _flows;
    private TimeSpan _ahead;
    private long _order;
    private readonly ITimer _still;
    private readonly ITimer _reaction;
    private long _moves;
    private long _movesSeen;
    private int _busy;
    private int _held;
    private int _jumps;
    private int _unmoved;
    private bool _isTurning;
    private bool _isStill;
    private bool _isStruck;

    /// <summary>A clock that stands at <paramref name="start"/>.</summary>
    /// <param name="start">Where virtual time begins.</param>
    /// <param name="followsRealTime">Runs like the real clock between two jumps.</param>
    public VirtualClock(DateTimeOffset start, bool followsRealTime = false)
    {
        (_start, _flows) = (start, followsRealTime);
        _still = System.CreateTimer(
            static me => ((VirtualClock)me!).LookWhetherStill(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        _reaction = System.CreateTimer(
            static me => ((VirtualClock)me!).Reacted(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>
    /// The step in whose flow this is called; where that is not known, the only step at work; else null.
    /// </summary>
    public string? StepAtWork
    {
        get
        {
            if (_lane.Value is { } mine)
                return mine.Step;
            lock (_gate)
                return _lanes.Count(l => l.Inner == 0) == 1 ? _lanes.Find(l => l.Inner == 0)!.Step : null;
        }
    }

    /// <summary>
    /// Whether a step is busy with something that takes real time: a server's own statistics, a replica. Its
    /// waits of up to two seconds then take it too, and eight seconds of them no virtual time. Default: none
    /// is.
    /// </summary>
    public Func<string?, bool> TakesRealTime { get; set; } = _ => false;

    /// <summary>How far it has gone since it began.</summary>
    public TimeSpan Elapsed => GetUtcNow() - _start;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return Now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate)
            return (Now - _start).Ticks;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    )
    {
        // The task of a delay is its timer's state.
        var kind =
            period > TimeSpan.Zero ? TimerKind.Periodic
            : state is Task && _lane.Value is not null ? TimerKind.Delay
            : TimerKind.Limit;
        var timer = New(kind, () => callback(state));
        Set(timer, dueTime, period);
        return timer;
    }

    /// <summary>Lets a system change on its own after this time.</summary>
    public ITimer Schedule(TimeSpan after, Action transition)
    {
        var timer = New(TimerKind.Transition, transition);
        Set(timer, after, Timeout.InfiniteTimeSpan);
        return timer;
    }

    /// <summary>
    /// Keeps time from jumping until the result is disposed: something real is at work that no step waits
    /// for.
    /// </summary>
    public IDisposable Busy()
    {
        lock (_gate)
        {
            _busy++;
            _moves++;
        }
        return new TimeEnding(() =>
        {
            lock (_gate)
                _busy--;
            Turn();
        });
    }

    /// <inheritdoc/>
    public IDisposable Enter(string stepId)
    {
        var outer = _lane.Value;
        var lane = new Lane(stepId, outer);
        lock (_gate)
        {
            _lanes.Add(lane);
            if (outer is not null)
                outer.Inner++;
        }
        _lane.Value = lane;
        return new TimeEnding(() =>
        {
            _lane.Value = outer;
            lock (_gate)
            {
                _lanes.Remove(lane);
                if (outer is not null)
                    outer.Inner--;
            }
            Turn();
        });
    }

    /// <inheritdoc/>
    public IDisposable Hold()
    {
        lock (_gate)
            _held++;
        return new TimeEnding(() =>
        {
            lock (_gate)
                _held--;
            Turn();
        });
    }

    /// <inheritdoc/>
    public async Task UntilAsync(DateTimeOffset due, TimeSpan atMost, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var left = due - GetUtcNow();
        left = atMost < left ? atMost : left;
        if (left <= TimeSpan.Zero)
            return;
        if (left <= ShortestJump && StepAtWork is var step && TakesRealTime(step))
            if (await _looks.WaitAsync(step ?? "", left, cancellation).ConfigureAwait(false) || _flows)
                return;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var timer = New(TimerKind.Wait, () => ended.TrySetResult());
        using var registration = cancellation.Register(() =>
        {
            timer.Dispose();
            ended.TrySetCanceled(cancellation);
        });
        Set(timer, left, Timeout.InfiniteTimeSpan);
        await ended.Task.ConfigureAwait(false);
    }

    /// <summary>True when the caller gave up, by throwing; false when nobody ever would.</summary>
    internal async Task<bool> HangAsync(CancellationToken gone)
    {
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _hanging.Add(ended);
        using var registration = gone.Register(() =>
        {
            lock (_gate)
                _hanging.Remove(ended);
            ended.TrySetCanceled(gone);
            Reacted();
        });
        Turn();
        return await ended.Task.ConfigureAwait(false);
    }

    /// <summary>Something was changed in the world: waiting leads somewhere.</summary>
    internal void Progress()
    {
        lock (_gate)
        {
            _jumps = 0;
            _moves++;
        }
    }

    internal void Set(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            timer.Due = dueTime < TimeSpan.Zero ? null : Now + dueTime;
            timer.Every = period > TimeSpan.Zero ? period : null;
            if (timer.Due is null)
                _timers.Remove(timer);
            else if (!_timers.Contains(timer))
                _timers.Add(timer);
        }
        Turn();
    }

    private DateTimeOffset Now =>
        _start + _ahead + (_flows ? System.GetElapsedTime(_realStart) : TimeSpan.Zero);

    private VirtualTimer New(TimerKind kind, Action fire)
    {
        lock (_gate)
            return new VirtualTimer(this, kind, ++_order, fire)
            {
                IsForCaller = kind == TimerKind.Wait && _lane.Value is null,
            };
    }

    // Whoever the limit struck has given up, or nobody was struck by it.
    private void Reacted()
    {
        lock (_gate)
            _isStruck = false;
        Turn();
    }

    // A step's own delay is its wait when nothing at all has moved since we looked last. A program that waits
    // for an answer which does not come is at work and moves nothing either: after some looks it counts as
    // waiting.
    private void LookWhetherStill()
    {
        lock (_gate)
        {
            var isUnmoved = _moves == _movesSeen;
            _isStill = isUnmoved && _busy == 0;
            _unmoved = isUnmoved && IsWaitedFor ? _unmoved + 1 : 0;
        }
        Turn();
        lock (_gate)
        {
            _isStill = false;
            LookAgain();
        }
    }

    // An answer that comes late, or never; or a step that blocks the thread on which others are begun.
    private bool IsWaitedFor =>
        _hanging.Count > 0 || _timers.Exists(t => t.IsForCaller || (_held > 0 && t.Kind == TimerKind.Wait));

    private void LookAgain()
    {
        _movesSeen = _moves;
        if (IsWaitedFor || _timers.Exists(t => t.Kind == TimerKind.Delay))
            _still.Change(Stillness, Timeout.InfiniteTimeSpan);
    }

    // One thread at a time turns the clock; what a timer sets off may ask for another turn.
    private void Turn()
    {
        lock (_gate)
            if (!_isStill && _unmoved == 0)
            {
                _moves++;
                LookAgain();
            }
        while (true)
        {
            VirtualTimer? next;
            TaskCompletionSource<bool>? endless = null;
            lock (_gate)
            {
                if (_isTurning)
                    return;
                next = Next();
                if (next is null && IsQuiet && _hanging.Count > 0)
                {
                    endless = _hanging[0];
                    _hanging.RemoveAt(0);
                }
                if (next is null && endless is null)
                    return;
                _isTurning = true;
                if (next is not null)
                    Advance(next);
            }
            try
            {
                next?.Fire();
                endless?.TrySetResult(false);
            }
            finally
            {
                lock (_gate)
                    _isTurning = false;
            }
        }
    }

    private bool IsQuiet
    {
        get
        {
            var atWork = 0;
            foreach (var lane in _lanes)
                atWork += lane.Inner == 0 ? 1 : 0;
            var waiting = _hanging.Count;
            foreach (var timer in _timers)
                waiting +=
                    timer.Kind == TimerKind.Wait || (_isStill && timer.Kind == TimerKind.Delay) ? 1 : 0;
            return (_busy + _held == 0 || _unmoved > MostUnmoved)
                && !_isStruck
                && waiting > 0
                && waiting >= atWork;
        }
    }

    // While a call hangs, whoever only looks on is no reason to go on: a limit is, or nothing.
    private bool IsReason(TimerKind kind) =>
        kind != TimerKind.Periodic && (kind != TimerKind.Delay || _hanging.Count == 0);

    // What is overdue fires in any case; anything later only when nobody is at work.
    private VirtualTimer? Next()
    {
        VirtualTimer? next = null;
        var isQuiet = IsQuiet;
        foreach (var timer in _timers)
            if ((isQuiet && IsReason(timer.Kind)) || timer.Due <= Now)
                if (next is null || (timer.Due, timer.Order).CompareTo((next.Due, next.Order)) < 0)
                    next = timer;
        return next;
    }

    private void Advance(VirtualTimer timer)
    {
        _isStill = false;
        _moves++;
        if (timer.Kind == TimerKind.Limit && _hanging.Count > 0)
        {
            // Who waits for an answer that does not come gives up, which takes real time to be seen.
            _isStruck = true;
            _reaction.Change(LongestReaction, Timeout.InfiniteTimeSpan);
        }
        var by = timer.Due!.Value - Now;
        if (by > TimeSpan.Zero)
        {
            _ahead += by;
            if (++_jumps > MostJumps)
                throw new WorldException(
                    $"time ran away: it jumped {MostJumps} times and nothing changed any more. Waiting: "
                        + $"{string.Join(", ", _lanes.Select(l => $"'{l.Step}'"))}. Something is waited for "
                        + "that does not come: give the wait a limit, or the world what it waits for."
                );
        }
        timer.Due = timer.Every is { } every ? Now + every : null;
        if (timer.Due is null)
            _timers.Remove(timer);
    }
}
