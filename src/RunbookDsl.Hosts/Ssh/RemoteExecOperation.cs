using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>A program run on another machine; see <see cref="SshHost.Exec"/>.</summary>
/// <remarks>
/// An exit code that is not accepted fails the step. A connection that broke after the command was sent
/// leaves the step in doubt; one that never came about fails it, and it may be tried again. Cancelled or
/// timed out, the step is in doubt: what was begun on the host may go on.
/// </remarks>
public sealed record RemoteExecOperation : Operation<ExecResult>
{
    private const int KeptBytes = 64 * 1024;
    private readonly string[] _arguments;

    internal RemoteExecOperation(SshHost host, string program, string[] arguments)
    {
        (Host, Program, _arguments) = (host, program, arguments);
        foreach (var text in arguments.Prepend(program))
            if (text.Contains('\0', StringComparison.Ordinal))
                throw new ArgumentException($"an argument of '{program}' holds a zero byte");
    }

    /// <summary>Where it runs.</summary>
    public SshHost Host { get; }

    /// <summary>The program as the author named it.</summary>
    public string Program { get; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments => _arguments;

    /// <summary>Exit codes that are a success. Default: 0.</summary>
    public IReadOnlyList<int> OkCodes { get; private init; } = [0];

    /// <summary>Variables of the program.</summary>
    public IReadOnlyList<Fact> Environment { get; private init; } = [];

    /// <summary>
    /// Variables whose value is a secret, by name. They travel in the input, before <see cref="Input"/>.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, SecretReference>> SecretEnvironment { get; private init; } = [];

    /// <summary>A secret that is the program's input; null is no input.</summary>
    public SecretReference? Input { get; private init; }

    /// <summary>Where it starts; null is the user's home.</summary>
    public string? Directory { get; private init; }

    /// <inheritdoc/>
    public override string Kind => "Ssh.Exec";

    /// <inheritdoc/>
    public override string Description => $"run {CommandText.Of(Program, _arguments)} on {Host}";

    /// <inheritdoc/>
    public override EffectClass Effect => Declared;

    /// <inheritdoc/>
    public override string Target => Host.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets =>
        [
            .. SecretEnvironment.Select(s => s.Value),
            .. Input is { } input ? [input] : Array.Empty<SecretReference>(),
        ];

    /// <inheritdoc/>
    public override string? Warning =>
        "an exit code says what the program thinks, not what it did: verify from outside";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            new("host", Host.ToString()),
            new("command", CommandText.Of(Program, _arguments)),
            new("accepted exit codes", string.Join(", ", OkCodes)),
            .. Directory is null ? Array.Empty<Fact>() : [new("directory", Directory)],
            .. Environment.Select(v => new Fact($"env {v.Name}", v.Value)),
            .. SecretEnvironment.Select(s => new Fact($"env {s.Key}", s.Value.ToString())),
            .. Input is { } input ? [new("input", input.ToString())] : Array.Empty<Fact>(),
        ];

    /// <inheritdoc/>
    protected override JsonTypeInfo<ExecResult> JsonInfo => HostsJson.Default.ExecResult;

    private EffectClass Declared { get; init; } = EffectClass.NonIdempotent;

    /// <summary>A copy that declares what a second run of the program does.</summary>
    public RemoteExecOperation Effects(EffectClass effect) => this with { Declared = effect };

    /// <summary>A copy that takes these exit codes, and no others, for a success.</summary>
    /// <exception cref="ArgumentException">255 is among them: an SSH client says it when it knows
    /// nothing.</exception>
    public RemoteExecOperation Accept(params int[] codes) =>
        codes.Contains(RemoteResult.Lost)
            ? throw new ArgumentException(
                "255 is what an SSH client says when it knows nothing: it cannot be accepted"
            )
            : this with
            {
                OkCodes = codes,
            };

    /// <summary>
    /// A copy with one more environment variable; shown in the plan, so no place for a secret.
    /// </summary>
    public RemoteExecOperation Env(string name, string value) =>
        this with
        {
            Environment = [.. Environment, new(Checked(name), value)],
        };

    /// <summary>A copy that gives the program a secret of one line in an environment variable.</summary>
    public RemoteExecOperation Env(string name, SecretReference secret) =>
        this with
        {
            SecretEnvironment = [.. SecretEnvironment, new(Checked(name), secret)],
        };

    /// <summary>A copy whose program reads a secret from its input.</summary>
    public RemoteExecOperation Receives(SecretReference secret) => this with { Input = secret };

    /// <summary>A copy that starts in <paramref name="directory"/>.</summary>
    public RemoteExecOperation In(string directory) => this with { Directory = directory };

    /// <inheritdoc/>
    public override async Task<ExecResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var command = new RemoteCommand(Host.Name, RemoteText.Of(this))
        {
            User = Host.User,
            Input = InputOf(context),
            KeepBytes = KeptBytes,
            OnLine = line => context.Report(new StepProgress(line)),
            Processes = context.Port<IProcessRunner>(),
        };
        var result = await context.Port<IRemoteHosts>().RunAsync(command, cancellation).ConfigureAwait(false);
        if (result.IsLost && Effect == EffectClass.ReadOnly)
            throw new OperationFailedException(Lost(result), retryable: true);
        if (result.IsLost)
            throw new OutcomeUnknownException(Lost(result));
        return OkCodes.Contains(result.ExitCode)
            ? new ExecResult(result.ExitCode, result.Output, result.Error)
            : throw new OperationFailedException(Failed(result));
    }

    private static string Checked(string name) =>
        RemoteText.IsName(name)
            ? name
            : throw new ArgumentException($"'{name}' is no name of a variable: letters, digits and _");

    private string? InputOf(StepContext context)
    {
        if (SecretEnvironment.Count == 0 && Input is null)
            return null;
        var input = new StringBuilder();
        foreach (var (name, secret) in SecretEnvironment)
        {
            var value = context.Reveal(secret);
            if (value.AsSpan().IndexOfAny('\n', '\0') >= 0)
                throw new OperationFailedException(
                    $"{secret} has more than one line and cannot be the variable {name} on {Host}: "
                        + "use .Receives. Nothing was done."
                );
            input.Append(value).Append('\n');
        }
        return input.Append(Input is { } last ? context.Reveal(last) : "").ToString();
    }

    private string Lost(RemoteResult result) =>
        $"the connection to {Host} broke while {CommandText.Of(Program, _arguments)} was at work, or a signal ended "
        + $"it: what it did is not known. {Said.Of(result.Error, result.Output)}";

    private string Failed(RemoteResult result) =>
        $"{CommandText.Of(Program, _arguments)} on {Host} ended with exit code {result.ExitCode}, accepted: "
        + $"{string.Join(", ", OkCodes)}. {Said.Of(result.Error, result.Output)} "
        + "Look at what it did before you resume: a failed program may have done a part.";
}
