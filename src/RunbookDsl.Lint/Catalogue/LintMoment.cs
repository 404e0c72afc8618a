namespace RunbookDsl.Lint;

/// <summary>When a rule can be decided.</summary>
[Flags]
public enum LintMoment
{
    /// <summary>While it is typed: the text and its types are enough.</summary>
    Static = 1,

    /// <summary>When the plan is there: loops, included runbooks and parameters are resolved.</summary>
    Plan = 2,

    /// <summary>Only with facts of the world: an operation, a guard or the rehearsal tells.</summary>
    Run = 4,
}
