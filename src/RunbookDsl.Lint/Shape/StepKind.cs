namespace RunbookDsl.Lint;

/// <summary>What a step of a script is.</summary>
internal enum StepKind
{
    /// <summary>It does nothing yet.</summary>
    Draft,

    /// <summary>An operation or a check.</summary>
    Operation,

    /// <summary>Code of the author's own.</summary>
    Code,

    /// <summary>Something that a person does.</summary>
    Manual,

    /// <summary>A question whether to go on, or an approval.</summary>
    Question,

    /// <summary>What an earlier step changed is put back.</summary>
    PutBack,

    /// <summary>Steps that are not in this script: an included runbook, a run of its own.</summary>
    Elsewhere,
}
