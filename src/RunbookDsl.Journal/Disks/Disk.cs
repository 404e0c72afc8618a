namespace RunbookDsl.Journal;

/// <summary>
/// The operating system as the file store sees it: a few small ports, each of which can be wrapped by itself.
/// Every call answers as the kernel does: 0 or more is good, less than 0 is the negative error number.
/// </summary>
internal sealed record Disk
{
    /// <summary>The machine's own.</summary>
    internal static Disk Local { get; } = Of(new LocalDisk());

    internal required IFiles Files { get; init; }

    internal required IContent Content { get; init; }

    internal required IBarriers Barriers { get; init; }

    internal required INames Names { get; init; }

    internal required IFolders Folders { get; init; }

    internal required IPlaces Places { get; init; }

    internal required IFacts Facts { get; init; }

    internal required ILocks Locks { get; init; }

    /// <summary>A disk that one object is all of.</summary>
    internal static Disk Of<T>(T all)
        where T : IFiles, IContent, IBarriers, INames, IFolders, IPlaces, IFacts, ILocks =>
        new()
        {
            Files = all,
            Content = all,
            Barriers = all,
            Names = all,
            Folders = all,
            Places = all,
            Facts = all,
            Locks = all,
        };
}
