namespace RunbookDsl.Hosts;

/// <summary>One command of an operation: what to run where, and how its end is understood.</summary>
/// <param name="Host">Where.</param>
/// <param name="What">What it does, in an operator's words, for messages.</param>
/// <param name="Words">The program and its arguments; quoted once, on the way out.</param>
internal sealed record HostCall(SshHost Host, string What, params string[] Words)
{
    private const int KeptBytes = 256 * 1024;

    /// <summary>Whether it needs root; see <see cref="SshHost.UsesSudo"/>.</summary>
    public bool AsRoot { get; init; }

    /// <summary>Text for its input, secrets included.</summary>
    public string? Input { get; init; }

    /// <summary>Whether its output is shown while the step runs.</summary>
    public bool IsShown { get; init; }

    /// <summary>Called for each line as it comes, standard error included; null is nobody.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>Who logs in for it; null is who the host says.</summary>
    public string? As { get; init; }

    /// <summary>Whether it gets a connection of its own: the proof that one can still be made.</summary>
    public bool IsNewConnection { get; init; }

    /// <summary>The private key of that connection; null is what the SSH configuration says.</summary>
    public string? Identity { get; init; }

    /// <summary>Exit codes that are an answer, beside 0.</summary>
    public IReadOnlyList<int> Answers { get; init; } = [];

    /// <summary>
    /// A fixed script with its data as arguments, <c>$1</c> and on: no data ever stands in the script.
    /// </summary>
    public static HostCall Script(SshHost host, string what, string script, params string[] data) =>
        new(host, what, ["sh", "-c", script, "sh", .. data]);

    /// <summary>Runs what changes nothing: when nothing is known about its end it may be asked
    /// again.</summary>
    /// <exception cref="OperationFailedException">It failed, or the connection broke.</exception>
    public async Task<RemoteResult> AskAsync(StepContext context, CancellationToken cancellation)
    {
        var result = await SendAsync(context, null, cancellation).ConfigureAwait(false);
        return result.IsLost
            ? throw new OperationFailedException(Lost(result), retryable: true)
            : Accepted(result);
    }

    /// <summary>Runs what changes something.</summary>
    /// <exception cref="OperationFailedException">It said that it failed.</exception>
    /// <exception cref="OutcomeUnknownException">The connection broke.</exception>
    public async Task<RemoteResult> ChangeAsync(StepContext context, CancellationToken cancellation)
    {
        var runner = context.Port<IProcessRunner>();
        var result = await SendAsync(context, runner, cancellation).ConfigureAwait(false);
        return result.IsLost ? throw new OutcomeUnknownException(Lost(result)) : Accepted(result);
    }

    /// <summary>Sends it; nothing about its end is judged.</summary>
    public Task<RemoteResult> SendAsync(
        StepContext context,
        IProcessRunner? processes,
        CancellationToken cancellation
    )
    {
        string[] words = AsRoot && Host.UsesSudo ? ["sudo", "-n", .. Words] : Words;
        var command = new RemoteCommand(Host.Name, RemoteText.Of(words))
        {
            User = As ?? Host.User,
            IsNewConnection = IsNewConnection,
            Identity = Identity,
            Input = Input,
            KeepBytes = KeptBytes,
            OnLine = OnLine ?? (IsShown ? line => context.Report(new StepProgress(line)) : null),
            Processes = processes,
        };
        return context.Port<IRemoteHosts>().RunAsync(command, cancellation);
    }

    private RemoteResult Accepted(RemoteResult result) =>
        result.ExitCode == 0 || Answers.Contains(result.ExitCode)
            ? result
            : throw new OperationFailedException(
                $"cannot {What} on {Host}: exit code {result.ExitCode}. {Said.Of(result.Error, result.Output)}"
            );

    private string Lost(RemoteResult result) =>
        $"the connection to {Host} broke on the way to {What}: what was done is not known. {Said.Of(result.Error, result.Output)}";
}
