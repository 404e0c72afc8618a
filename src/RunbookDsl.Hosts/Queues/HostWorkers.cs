namespace RunbookDsl.Hosts;

/// <summary>Workers of a queue, as a systemd unit of a host; see <see cref="SshHost.Workers"/>.</summary>
/// <remarks>
/// Nothing here ever kills a job: when one does not end in time the step fails and says which, and whether it
/// is killed is a person's decision.
/// </remarks>
public sealed record HostWorkers
{
    internal HostWorkers(HostUnit unit) =>
        (Unit, Quiet) = (
            unit,
            // To the main process alone: a program that a job started would be suspended by it.
            ["systemctl", "kill", "--kill-who=main", "-s", "TSTP", unit.FullName]
        );

    /// <summary>The unit.</summary>
    public HostUnit Unit { get; }

    /// <summary>Where it is.</summary>
    public SshHost Host => Unit.Host;

    /// <summary>
    /// What tells them to take no new jobs. Default: the signal TSTP to the unit's main process, as Sidekiq
    /// wants it.
    /// </summary>
    public IReadOnlyList<string> Quiet { get; private init; }

    /// <summary>What prints a line for each job that runs; empty until it is said.</summary>
    public IReadOnlyList<string> Running { get; private init; } = [];

    /// <summary>Whether <see cref="Quiet"/> is the signal, which needs root.</summary>
    internal bool IsSignal { get; private init; } = true;

    /// <summary>
    /// A copy that is told to take no new jobs by a program, run as the user that logs in: for Celery
    /// <c>celery -A shop control cancel_consumer celery</c>. It may be run twice. Not by a shell; no place
    /// for secrets.
    /// </summary>
    /// <param name="program">Name in the host's PATH, or a full path.</param>
    /// <param name="arguments">Each one argument.</param>
    public HostWorkers QuietBy(string program, params string[] arguments) =>
        this with
        {
            Quiet = [program, .. arguments],
            IsSignal = false,
        };

    /// <summary>
    /// A copy whose running jobs are told by a program, run as the user that logs in: a line for each job,
    /// nothing when there is none. It must fail when it cannot tell: then the step fails, too.
    /// </summary>
    /// <param name="program">Name in the host's PATH, or a full path.</param>
    /// <param name="arguments">Each one argument; no place for secrets.</param>
    public HostWorkers RunningBy(string program, params string[] arguments) =>
        this with
        {
            Running = [program, .. arguments],
        };

    /// <summary>
    /// Lets them take no new jobs, waits until no job runs at two looks in a row, then stops and holds the
    /// unit: nothing can start it, also not a reboot, until it is put back. Left out when it is so already.
    /// When jobs still run after <paramref name="within"/> it fails, names them and kills nothing; resume to
    /// wait on. Journaled: whether it ran and was enabled before; after an interruption it is looked at and
    /// only what is missing is done. Its undo starts the unit again as it was. Use it with
    /// <c>Temporarily</c>.
    /// </summary>
    /// <param name="within">How long jobs may take to end, at least a second.</param>
    /// <exception cref="ArgumentException">Nobody said how running jobs are told, or the time is too
    /// short.</exception>
    public WorkersQuiesceOperation Quiesce(TimeSpan within) => new(Drain(within));

    /// <summary>
    /// Lets the unit be started, with the machine as well, and starts it: for workers that nothing of this
    /// run has quiesced, such as those of a new host. Verified: it runs on for 30 s without a restart. Its
    /// undo puts the unit back as it was, waiting 10 minutes for jobs if it is said how they are told.
    /// </summary>
    public WorkersResumeOperation Resume() => new(this);

    /// <summary>
    /// Starts the unit anew between two jobs: lets them take no new ones, waits until none runs, restarts.
    /// Verified: started anew, and runs on for 30 s. When jobs still run after <paramref name="within"/> it
    /// fails and nothing was restarted. After an interruption the unit's invocation tells whether it was; it
    /// is never restarted twice for one step.
    /// </summary>
    /// <param name="within">How long jobs may take to end, at least a second.</param>
    /// <exception cref="ArgumentException">Nobody said how running jobs are told, or the time is too
    /// short.</exception>
    public WorkersRestartOperation Restart(TimeSpan within) => new(Drain(within));

    /// <summary>Asserts that no job runs. One look, changes nothing; one may begin at once.</summary>
    /// <exception cref="ArgumentException">Nobody said how running jobs are told.</exception>
    public WorkersIdleCheck AssertIdle() => new(Drain(TimeSpan.FromSeconds(1)));

    /// <inheritdoc/>
    public override string ToString() => $"the workers {Unit}";

    private JobDrain Drain(TimeSpan within) =>
        Running.Count == 0
            ? throw new ArgumentException(
                $"nobody said how running jobs of {Unit} are told: .RunningBy(\"program\"), which prints a line for each"
            )
        : within < TimeSpan.FromSeconds(1)
            ? throw new ArgumentException($"jobs of {Unit} get {within} to end: that is less than a second")
        : new(this, within);
}
