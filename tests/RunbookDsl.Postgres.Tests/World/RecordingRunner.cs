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

    public Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation)
    {
        lock (_commands)
            _commands.Add(command);
        return inner.RunAsync(command, cancellation);
    }
}
