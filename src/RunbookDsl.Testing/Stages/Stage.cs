using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>
/// What the systems of one rehearsal share: the clock, the log of all calls, the faults, the names of values
/// that vary, and the models that more than one system works on. Each rehearsal has one of its own.
/// </summary>
public sealed class Stage : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Type, object> _shared = [];
    private readonly Dictionary<string, int> _drawn = [];
    private readonly List<Finding> _findings = [];
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly FaultScript _faults;
    private readonly int _seed;
    private volatile bool _hasBegun;

    /// <summary>An empty stage.</summary>
    public Stage(StageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Environment, Directory, _seed) = (options.Environment, options.Directory, options.Seed);
        Clock = new VirtualClock(options.StartsAt, options.FollowsRealTime);
        _faults = new FaultScript(options.Faults);
    }

    /// <summary>Virtual time. Systems schedule their own transitions with its timers.</summary>
    public VirtualClock Clock { get; }

    /// <summary>All calls of all systems.</summary>
    public EventLog Log { get; } = new();

    /// <summary>Values that differ from run to run.</summary>
    public TokenBook Tokens { get; } = new();

    /// <summary>Values that must not be seen.</summary>
    public SecretWatch Secrets { get; } = new();

    /// <summary>The environment of this machine.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Full path of a private folder for sockets, keys and generated programs.</summary>
    public string Directory { get; }

    /// <summary>Called with each effect, right after it happened.</summary>
    internal Action<WorldEvent>? Effect { get; set; }

    /// <summary>Number of the process that works on the run: 1, and one more after each crash.</summary>
    public int Life { get; internal set; } = 1;

    /// <summary>Whether what happens now takes something back.</summary>
    internal bool IsTakingBack { get; set; }

    /// <summary>What was found wrong so far, in order.</summary>
    public IReadOnlyList<Finding> Found
    {
        get
        {
            lock (_gate)
                return [.. _findings];
        }
    }

    /// <summary>The faults that were never reached.</summary>
    public IReadOnlyList<Fault> UnusedFaults => _faults.Unused;

    /// <summary>
    /// The one object of this type on this stage, made by the first who asks: the zones that a name server
    /// serves and an API edits.
    /// </summary>
    public T Shared<T>(Func<T> make)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(make);
        lock (_gate)
        {
            if (!_shared.TryGetValue(typeof(T), out var there))
                _shared[typeof(T)] = there = make();
            return (T)there;
        }
    }

    /// <summary>The object of this type that <see cref="Shared"/> made; null when nobody asked for
    /// one.</summary>
    public T? Find<T>()
        where T : class
    {
        lock (_gate)
            return _shared.GetValueOrDefault(typeof(T)) as T;
    }

    /// <summary>Lets something that systems share end with the rehearsal, after all of them.</summary>
    /// <returns>The same thing.</returns>
    public T Own<T>(T shared)
        where T : IAsyncDisposable
    {
        lock (_gate)
            _owned.Add(shared);
        return shared;
    }

    /// <summary>Ends what is owned, the last first.</summary>
    public async ValueTask DisposeAsync()
    {
        while (Last() is { } last)
            await last.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// A system begins to deal with a call. Everything that a runbook can reach goes through here, looks
    /// included.
    /// </summary>
    public CallTicket Enter(WorldCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var known = call with
        {
            Step = call.Step ?? Clock.StepAtWork,
            Text = Log.Same(Secrets.Mask(call.Line)),
            Subject = Log.Same(call.Subject),
            IsUndo = IsTakingBack,
            Process = Life,
        };
        var fault = _hasBegun ? _faults.Take(known) : null;
        var happened = Log.Add(n => new WorldEvent(n, Clock.GetUtcNow(), Life, known)
        {
            Fault = fault?.Action,
        });
        return new CallTicket(this, happened, fault);
    }

    /// <summary>
    /// The runbook begins: faults strike from now on. What happened before belongs to the world.
    /// </summary>
    public void Begin() => _hasBegun = true;

    /// <summary>Adds a finding: the rehearsal fails, whatever the run does.</summary>
    /// <param name="kind">One of <see cref="Findings"/>.</param>
    /// <param name="text">What happened, what was expected or known, what to do.</param>
    /// <param name="step">The step; null takes the one at work.</param>
    public void Blame(string kind, string text, string? step = null)
    {
        var finding = new Finding(kind, Secrets.Mask(text), step ?? Clock.StepAtWork);
        lock (_gate)
            if (!_findings.Contains(finding))
                _findings.Add(finding);
    }

    /// <summary>
    /// A system was asked for what it does not know: a finding that names the nearest thing it does know.
    /// </summary>
    /// <returns>The same text, to answer with.</returns>
    public string Unknown(string system, string what, IEnumerable<string> known)
    {
        var text = $"{system} does not know {what}{Nearest.Suggest(what, known)}";
        Blame(Findings.Unknown, text);
        return Secrets.Mask(text);
    }

    /// <summary>A dangerous coupling of a real system struck.</summary>
    public void Accident(string system, string what) => Blame(Findings.Accident, $"{system}: {what}");

    /// <summary>Blames the step at work when a secret stands in a text that others can read.</summary>
    /// <param name="text">An address, an argument, a log line.</param>
    /// <param name="where">Where it stood: <c>the URL of a request to slack</c>.</param>
    public void CheckLeak(string text, string where)
    {
        if (Secrets.Find(text) is { } name)
            Blame(Findings.Leak, $"the secret {name} stands in {where}, where others can read it");
    }

    /// <summary>
    /// Bytes that are the same in each rehearsal with this seed: the next ones of this kind.
    /// </summary>
    /// <param name="kind">Whose they are; each kind has a row of its own.</param>
    /// <param name="count">At most 32.</param>
    public byte[] Bytes(string kind, int count)
    {
        int number;
        lock (_gate)
            _drawn[kind] = number = _drawn.GetValueOrDefault(kind) + 1;
        return SHA256.HashData(Encoding.UTF8.GetBytes($"{_seed}/{kind}/{number}"))[..count];
    }

    private IAsyncDisposable? Last()
    {
        lock (_gate)
        {
            var last = _owned.LastOrDefault();
            if (last is not null)
                _owned.RemoveAt(_owned.Count - 1);
            return last;
        }
    }
}
