namespace RunbookDsl.Engine;

/// <summary>What a migration does with one difference.</summary>
public enum MigrationVerdict
{
    /// <summary>It is taken over.</summary>
    Allowed,

    /// <summary>It is taken over, but what has been done stays as it was done.</summary>
    Kept,

    /// <summary>The operator has to say what is to be done with it.</summary>
    Asked,

    /// <summary>The run cannot be migrated over it.</summary>
    Refused,
}
