namespace RunbookDsl;

/// <summary>What kind of answer a question wants.</summary>
public enum QuestionKind
{
    /// <summary>Yes or no; the default is no.</summary>
    Confirm,

    /// <summary>A given text, typed.</summary>
    Typed,

    /// <summary>Done or not, after doing something by hand.</summary>
    Manual,

    /// <summary>Agreement of other persons than the operator.</summary>
    Approve,

    /// <summary>Go or no-go, with the facts shown.</summary>
    GoNoGo,
}
