namespace RunbookDsl.Postgres.Tests;

/// <summary>The real runner, with every command kept.</summary>
internal sealed class RecordingRunner(IProcessRunner inner) : IProcessRunner
{
    private readonly List<ProcessCommand> _commands = [];

    public IReadOnlyList<ProcessCommand> All
    {
        get
        {
            lock (_commands)
                return [.. _commands];
        }
    }

    /// <summary>A program that once ends with 0 and has done nothing.</summary>
    public string? Forgetful { get; set; }

    /// <summary>A program that loses one of its connections and fails.</summary>
    public string? Failing { get; set; }

    public Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation)
    {
        lock (_commands)
            _commands.Add(command);
        if (Path.GetFileName(command.Program) == Forgetful && !command.Arguments.Contains("--version"))
        {
            Forgetful = null;
            return Task.FromResult(new ProcessResult(0, "", ""));
        }
        return Path.GetFileName(command.Program) == Failing && !command.Arguments.Contains("--version")
            ? Task.FromResult(new ProcessResult(1, "", "server closed the connection unexpectedly"))
            : inner.RunAsync(command, cancellation);
    }
}
