namespace RunbookDsl.Engine;

/// <summary>How a step of today's script differs from the step a run was begun with.</summary>
public enum ChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>Its code, or something its code refers to, is another.</summary>
    Changed,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It comes earlier or later than it did.</summary>
    Moved,

    /// <summary>It has another id; its code may have changed too.</summary>
    Renamed,
}
