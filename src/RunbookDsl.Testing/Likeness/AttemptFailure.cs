namespace RunbookDsl.Testing;

/// <summary>How an attempt went that did not end well.</summary>
public enum AttemptFailure
{
    /// <summary>It failed, and is known to have.</summary>
    Failed,

    /// <summary>Nobody could tell whether its effect happened.</summary>
    Unknown,

    /// <summary>Its process ended, and the effect was not found.</summary>
    CutBefore,

    /// <summary>Its process ended, and the effect was found.</summary>
    CutAfter,
}
