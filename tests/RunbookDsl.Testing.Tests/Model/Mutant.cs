namespace RunbookDsl.Testing.Tests;

/// <summary>Ways to break the product that the checks must see.</summary>
public enum Mutant
{
    /// <summary>fdatasync is not called.</summary>
    FileSyncDoesNothing,

    /// <summary>fsync of directories is not called.</summary>
    FolderSyncDoesNothing,

    /// <summary>A failed fdatasync is called again and then believed.</summary>
    FailedSyncIsTriedAgain,

    /// <summary>The intent is left to the commit of the outcome.</summary>
    IntentIsNotCommitted,
}
