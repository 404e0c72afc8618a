namespace RunbookDsl.Documents;

/// <summary>What a class of the reference is to an author.</summary>
public enum ReferenceKind
{
    /// <summary>The words a runbook is written with.</summary>
    Words,

    /// <summary>Where operations come from, such as <c>Pg</c>.</summary>
    Operations,

    /// <summary>One operation with its own settings.</summary>
    Settings,

    /// <summary>What operations take and give.</summary>
    Value,
}
