using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>A program run on the operator's machine; see <see cref="Local.Exec"/>.</summary>
/// <remarks>
/// An exit code that is not accepted fails the step; what the program did until then is not known to the
/// operation.
/// Cancelled or timed out, its whole process group is ended first, and the step is in doubt.
/// </remarks>
public sealed record ExecOperation : Operation<ExecResult>
{
    private const int KeptBytes = 64 * 1024;
    private readonly string[] _arguments;

    internal ExecOperation(string program, string[] arguments) =>
        (Program, _arguments) = (program, arguments);

    /// <summary>The program as the author named it.</summary>
    public string Program { get; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments => _arguments;

    /// <summary>Exit codes that are a success. Default: 0.</summary>
    public IReadOnlyList<int> OkCodes { get; private init; } = [0];

    /// <summary>Variables added to the inherited environment.</summary>
    public IReadOnlyList<Fact> Environment { get; private init; } = [];

    /// <summary>
    /// Variables whose value is a secret, by name; the only door for a secret into a program.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, SecretReference>> SecretEnvironment { get; private init; } = [];

    /// <summary>Where it starts, relative to the runbook; null is the runbook's folder.</summary>
    public string? Directory { get; private init; }

    /// <summary>Whether its program outlives the runner. Default: no.</summary>
    public bool IsDetached { get; private init; }

    /// <inheritdoc/>
    public override bool CanAttach => IsDetached;

    /// <inheritdoc/>
    public override bool CanTell => IsDetached;

    /// <inheritdoc/>
    public override string Kind => "Local.Exec";

    /// <inheritdoc/>
    public override string Description => $"run {CommandText.Of(Program, _arguments)} on this machine";

    /// <inheritdoc/>
    public override EffectClass Effect => Declared;

    /// <inheritdoc/>
    public override string Target => "this machine";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => [.. SecretEnvironment.Select(s => s.Value)];

    /// <inheritdoc/>
    public override string? Warning =>
        "an exit code says what the program thinks, not what it did: verify from outside";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            new("command", CommandText.Of(Program, _arguments)),
            new("accepted exit codes", string.Join(", ", OkCodes)),
            .. IsDetached ? [new("detached", "outlives the runner")] : Array.Empty<Fact>(),
            .. Directory is null ? Array.Empty<Fact>() : [new("directory", Directory)],
            .. Environment.Select(v => new Fact($"env {v.Name}", v.Value)),
            .. SecretEnvironment.Select(s => new Fact($"env {s.Key}", s.Value.ToString())),
        ];

    /// <inheritdoc/>
    protected override JsonTypeInfo<ExecResult> JsonInfo => HostsJson.Default.ExecResult;

    private EffectClass Declared { get; init; } = EffectClass.NonIdempotent;

    /// <summary>A copy that declares what a second run of the program does.</summary>
    public ExecOperation Effects(EffectClass effect) => this with { Declared = effect };

    /// <summary>A copy that takes these exit codes, and no others, for a success.</summary>
    public ExecOperation Accept(params int[] codes) => this with { OkCodes = codes };

    /// <summary>
    /// A copy with one more environment variable; shown in the plan, so no place for a secret.
    /// </summary>
    public ExecOperation Env(string name, string value) =>
        this with
        {
            Environment = [.. Environment, new(name, value)],
        };

    /// <summary>A copy that gives the program a secret in an environment variable.</summary>
    public ExecOperation Env(string name, SecretReference secret) =>
        this with
        {
            SecretEnvironment = [.. SecretEnvironment, new(name, secret)],
        };

    /// <summary>A copy that starts in <paramref name="directory"/>, relative to the runbook.</summary>
    public ExecOperation In(string directory) => this with { Directory = directory };

    /// <summary>
    /// A copy whose program outlives the runner: it goes on when the runner is killed or the terminal is
    /// gone,
    /// and a resume takes it up again with its output and exit code instead of starting it a second time.
    /// Cancelling the step still ends it.
    /// </summary>
    /// <remarks>
    /// What it prints is kept unmasked in the run's folder, for its user alone. It gets no input. Linux.
    /// </remarks>
    public ExecOperation Detached() => this with { IsDetached = true };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        IsDetached && context.IsInDoubt
            ? DetachedProbe(context, cancellation)
            : base.ProbeAsync(context, cancellation);

    /// <inheritdoc/>
    public override async Task<ExecResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var command = Command(context);
        if (!IsDetached)
            return Accepted(
                await context.Port<IProcessRunner>().RunAsync(command, cancellation).ConfigureAwait(false)
            );
        var programs = context.Port<IDetachedPrograms>();
        var folder = FolderOf(context);
        // First where it runs, then the start: what has no handle was never begun.
        await context.StartedAsync(folder).ConfigureAwait(false);
        await programs.StartAsync(command, folder).ConfigureAwait(false);
        return Accepted(await programs.EndAsync(command, folder, cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public override async Task<ExecResult> AttachAsync(
        StepContext context,
        string handle,
        CancellationToken cancellation
    ) =>
        Accepted(
            await context
                .Port<IDetachedPrograms>()
                .EndAsync(Command(context), handle, cancellation)
                .ConfigureAwait(false)
        );

    private async Task<Probe> DetachedProbe(StepContext context, CancellationToken cancellation)
    {
        if (context.Handle is not { } folder)
            return Probe.NotDone($"where '{Program}' runs is written before it is begun, and was not");
        if (folder.Length == 0)
            return Probe.Unknown($"where '{Program}' runs was written in a line that is lost");
        var programs = context.Port<IDetachedPrograms>();
        switch (programs.Look(folder))
        {
            case DetachedState.NeverBegun:
                return Probe.NotDone($"'{Program}' was never begun, and cannot be any more");
            case DetachedState.Running:
                return Probe.InFlight($"'{Program}' runs: {folder}");
            case DetachedState.Lost:
                return Probe.Unknown($"'{Program}' began and left no exit code: it was killed. See {folder}");
        }
        var result = await programs.EndAsync(Command(context), folder, cancellation).ConfigureAwait(false);
        return OkCodes.Contains(result.ExitCode)
            ? Probe.Done($"'{Program}' ended with exit code {result.ExitCode}", Accepted(result))
            : Probe.Unknown(Failed(result));
    }

    // Every start has a folder of its own: one attempt of one process, forward or back.
    private static string FolderOf(StepContext context)
    {
        var name = Uri.EscapeDataString(context.IdempotencyKey);
        return Path.Combine(
            context.RunDirectory,
            "detached",
            string.Create(CultureInfo.InvariantCulture, $"{name}-{context.Attempt}-{context.Fence}")
        );
    }

    private ProcessCommand Command(StepContext context) =>
        new(Program, _arguments)
        {
            Directory = Path.GetFullPath(Directory ?? ".", context.Directory),
            Environment = Variables(context),
            KeepBytes = KeptBytes,
            OnLine = line => context.Report(new StepProgress(line)),
        };

    private ExecResult Accepted(ProcessResult result) =>
        OkCodes.Contains(result.ExitCode)
            ? new ExecResult(result.ExitCode, result.Output, result.Error)
            : throw new OperationFailedException(Failed(result));

    private Dictionary<string, string?> Variables(StepContext context)
    {
        var variables = new Dictionary<string, string?>();
        foreach (var (name, value) in Environment)
            variables[name] = value;
        foreach (var (name, secret) in SecretEnvironment)
            variables[name] = context.Reveal(secret);
        return variables;
    }

    private string Failed(ProcessResult result)
    {
        return $"{CommandText.Of(Program, _arguments)} ended with exit code {result.ExitCode}, accepted: "
            + $"{string.Join(", ", OkCodes)}. {Said.Of(result.Error, result.Output)} "
            + "Look at what it did before you resume: a failed program may have done a part.";
    }
}
