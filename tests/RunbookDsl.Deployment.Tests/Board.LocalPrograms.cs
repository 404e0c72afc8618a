using RunbookDsl.Hosts;

namespace RunbookDsl.Boards;

/// <content>A world with the programs of this machine: git is real.</content>
internal static partial class Board
{
    private static partial IProgramStarter Programs() => new LocalPrograms();

    private sealed class LocalPrograms : IProgramStarter
    {
        public IProcessRunner Start(string directory, IReadOnlyDictionary<string, string> environment) =>
            new LocalProcessRunner(directory, environment, TimeProvider.System);
    }
}
