using RunbookDsl.Journal;

namespace RunbookDsl.Testing.Tests;

/// <summary>Barriers of a product that somebody has broken.</summary>
internal sealed class MutantBarriers(IBarriers inner, Mutant mutant) : IBarriers
{
    public int SyncData(int file)
    {
        if (mutant == Mutant.FileSyncDoesNothing)
            return 0;
        var answer = inner.SyncData(file);
        return answer < 0 && mutant == Mutant.FailedSyncIsTriedAgain ? inner.SyncData(file) : answer;
    }

    public int Sync(int file) => mutant == Mutant.FolderSyncDoesNothing ? 0 : inner.Sync(file);
}
