namespace RunbookDsl.Boards;

/// <content>A world in which no program of this machine is started.</content>
internal static partial class Board
{
    private static partial IProgramStarter Programs() => new NoPrograms();

    private sealed class NoPrograms : IProgramStarter, IProcessRunner
    {
        public IProcessRunner Start(string directory, IReadOnlyDictionary<string, string> environment) =>
            this;

        public Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation) =>
            throw new OperationFailedException("there are no programs here");
    }
}
