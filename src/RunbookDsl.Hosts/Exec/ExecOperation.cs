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
    private const int ShownCharacters = 2000;
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

    /// <inheritdoc/>
    public override async Task<ExecResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var command = new ProcessCommand(Program, _arguments)
        {
            Directory = Path.GetFullPath(Directory ?? ".", context.Directory),
            Environment = Variables(context),
            KeepBytes = KeptBytes,
            OnLine = line => context.Report(new StepProgress(line)),
        };
        var result = await context
            .Port<IProcessRunner>()
            .RunAsync(command, cancellation)
            .ConfigureAwait(false);
        return OkCodes.Contains(result.ExitCode)
            ? new ExecResult(result.ExitCode, result.Output, result.Error)
            : throw new OperationFailedException(Failed(result));
    }

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
        var said = result.Error.Trim().Length > 0 ? result.Error.Trim() : result.Output.Trim();
        if (said.Length > ShownCharacters)
            said = "…" + said[^ShownCharacters..];
        return $"{CommandText.Of(Program, _arguments)} ended with exit code {result.ExitCode}, accepted: "
            + $"{string.Join(", ", OkCodes)}. {(said.Length > 0 ? $"It said: {said}" : "It said nothing.")} "
            + "Look at what it did before you resume: a failed program may have done a part.";
    }
}
