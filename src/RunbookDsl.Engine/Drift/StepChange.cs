namespace RunbookDsl.Engine;

/// <summary>One difference between the plan in force and today's.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Id">The step's id: today's, or the old one of a removed step.</param>
public sealed record StepChange(ChangeKind Kind, string Id)
{
    /// <summary>Its id when the run began; null for an added step.</summary>
    public string? OldId { get; init; }

    /// <summary>Whether a renamed or moved step's code changed as well. True for a changed one.</summary>
    public bool IsEdited { get; init; }

    /// <summary><c>changed 'backup'</c>, <c>renamed 'dump' to 'backup'</c>.</summary>
    public override string ToString() =>
        Kind switch
        {
            ChangeKind.Added => $"added '{Id}'",
            ChangeKind.Changed => $"changed '{Id}'",
            ChangeKind.Removed => $"removed '{Id}'",
            ChangeKind.Moved => $"moved '{Id}'",
            _ => $"renamed '{OldId}' to '{Id}'{(IsEdited ? " and changed it" : "")}",
        };
}
