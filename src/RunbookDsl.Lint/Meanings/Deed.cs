namespace RunbookDsl.Lint;

/// <summary>What a step means to those who run a service, however it is written.</summary>
[Flags]
internal enum Deed : long
{
    /// <summary>Nothing that a rule asks for.</summary>
    None = 0,

    /// <summary>A copy of data that one can go back to.</summary>
    Backup = 1L << 0,

    /// <summary>A backup as plain SQL.</summary>
    PlainBackup = 1L << 1,

    /// <summary>A backup made by a program, with nothing of the language around it.</summary>
    ShellBackup = 1L << 2,

    /// <summary>A backup is read through or restored for trial.</summary>
    BackupProof = 1L << 3,

    /// <summary>A named place in the write-ahead log.</summary>
    RestorePoint = 1L << 4,

    /// <summary>A database is filled from a backup.</summary>
    Restore = 1L << 5,

    /// <summary>A database gets another major version.</summary>
    Upgrade = 1L << 6,

    /// <summary>Statistics for the planner are made.</summary>
    Analyze = 1L << 7,

    /// <summary>Statistics are asserted.</summary>
    StatisticsProof = 1L << 8,

    /// <summary>Visitors get a maintenance page.</summary>
    PageOn = 1L << 9,

    /// <summary>Somebody is kept from writing.</summary>
    Closes = 1L << 10,

    /// <summary>Somebody is let in again.</summary>
    Opens = 1L << 11,

    /// <summary>The server itself refuses clients.</summary>
    Fence = 1L << 12,

    /// <summary>Sessions there are ended.</summary>
    Drains = 1L << 13,

    /// <summary>Data goes that nothing in the step brings back.</summary>
    Destroys = 1L << 14,

    /// <summary>The schema changes.</summary>
    Migrates = 1L << 15,

    /// <summary>Anything in a database changes.</summary>
    ChangesData = 1L << 16,

    /// <summary>A host starts anew.</summary>
    Reboot = 1L << 17,

    /// <summary>Packages of a host are upgraded.</summary>
    Packages = 1L << 18,

    /// <summary>Code is brought to production.</summary>
    Deploy = 1L << 19,

    /// <summary>Older code is brought back.</summary>
    CodeBack = 1L << 20,

    /// <summary>People are told.</summary>
    Tells = 1L << 21,

    /// <summary>People are told that it is over.</summary>
    TellsEnd = 1L << 22,

    /// <summary>It is watched for a while.</summary>
    Watches = 1L << 23,

    /// <summary>Somebody decides whether to go on.</summary>
    Asks = 1L << 24,

    /// <summary>Production data is copied elsewhere.</summary>
    Clones = 1L << 25,

    /// <summary>A machine is taken away or switched off.</summary>
    Terminates = 1L << 26,

    /// <summary>A name leads to another machine.</summary>
    MovesName = 1L << 27,

    /// <summary>Somebody looks whether it is well.</summary>
    Looks = 1L << 28,

    /// <summary>An artefact is copied to another machine.</summary>
    CopiesAway = 1L << 29,

    /// <summary>A maintenance page or mode goes.</summary>
    PageOff = 1L << 30,
}
