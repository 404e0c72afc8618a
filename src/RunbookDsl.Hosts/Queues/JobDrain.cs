namespace RunbookDsl.Hosts;

/// <summary>Waits until workers have nothing to do any more, and never makes them.</summary>
/// <param name="Workers">Whose jobs.</param>
/// <param name="Within">How long they may take.</param>
internal sealed record JobDrain(HostWorkers Workers, TimeSpan Within)
{
    private const int ShownJobs = 5;
    private const int ShownCharacters = 80;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    public IReadOnlyList<Fact> Facts =>
        [
            new("unit", Workers.Unit.FullName),
            new("no new jobs by", CommandText.Of(Workers.Quiet[0], [.. Workers.Quiet.Skip(1)])),
            new("running jobs by", CommandText.Of(Workers.Running[0], [.. Workers.Running.Skip(1)])),
            new("within", UnitCheck.Text(Within)),
        ];

    /// <summary>Lets no new job begin, and waits until none runs.</summary>
    /// <exception cref="OperationFailedException">Some still run; nothing was killed.</exception>
    public async Task RunAsync(StepContext context, CancellationToken cancellation)
    {
        var began = context.Clock.GetTimestamp();
        var quiet = new HostCall(
            Workers.Host,
            $"let {Workers.Unit.Name} take no new jobs",
            [.. Workers.Quiet]
        )
        {
            AsRoot = Workers.IsSignal,
        };
        await quiet.ChangeAsync(context, cancellation).ConfigureAwait(false);
        // A job may be on its way from the queue while they are told: one look that sees none is not enough.
        for (var free = 0; free < 2; )
        {
            var jobs = await RunningAsync(context, cancellation).ConfigureAwait(false);
            free = jobs.Count == 0 ? free + 1 : 0;
            var passed = context.Clock.GetElapsedTime(began);
            if (jobs.Count > 0 && passed >= Within)
                throw new OperationFailedException(Late(jobs));
            if (jobs.Count > 0)
                context.Report(new StepProgress($"{Count(jobs)} yet: {Names(jobs)}"));
            if (free < 2)
                await context.WaitAsync(Look, cancellation).ConfigureAwait(false);
        }
        context.Note(
            $"no job ran on {Workers.Unit} at two looks, "
                + $"{UnitCheck.Text(context.Clock.GetElapsedTime(began))} after it was told to take no new ones"
        );
    }

    /// <summary>The jobs that run, as the author's program tells them.</summary>
    public async Task<IReadOnlyList<string>> RunningAsync(StepContext context, CancellationToken cancellation)
    {
        var call = new HostCall(
            Workers.Host,
            $"ask which jobs run on {Workers.Unit.Name}",
            [.. Workers.Running]
        );
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return said.Output.Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
    }

    /// <summary><c>ImportJob 42; MailJob 7</c>.</summary>
    public static string Names(IReadOnlyList<string> jobs) =>
        string.Join("; ", jobs.Take(ShownJobs).Select(Short))
        + (jobs.Count > ShownJobs ? $"; and {jobs.Count - ShownJobs} more" : "");

    /// <summary><c>1 job runs</c>, <c>3 jobs run</c>.</summary>
    public static string Count(IReadOnlyList<string> jobs) =>
        jobs.Count == 1 ? "1 job runs" : $"{jobs.Count} jobs run";

    private string Late(IReadOnlyList<string> jobs) =>
        $"{Count(jobs)} on {Workers.Unit} after {UnitCheck.Text(Within)}: {Names(jobs)}. It takes no new ones until it is "
        + "started anew, and nothing was killed. Resume to wait on. Whoever kills them instead has to know that each "
        + "did a part of its work, and may do all of it again when its queue gives it out a second time";

    private static string Short(string job) =>
        job.Length <= ShownCharacters ? job : job[..ShownCharacters] + "…";
}
