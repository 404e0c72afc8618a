namespace RunbookDsl.Postgres;

/// <summary>How the tables' files get from the old data directory into the new one.</summary>
public enum UpgradeMode
{
    /// <summary>Copied: takes time and disk by their size; the old cluster stays as it is.</summary>
    Copy,

    /// <summary>
    /// Shared between both: a matter of seconds. Once the new server was started there is no way back.
    /// </summary>
    Link,

    /// <summary>Copied by a file system that can (XFS, Btrfs): as quick as sharing, as safe as a
    /// copy.</summary>
    Clone,
}
