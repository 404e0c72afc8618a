namespace RunbookDsl.Testing;

/// <summary>How a step of a real run stands to the same step of a rehearsal.</summary>
public enum LikenessKind
{
    /// <summary>Nothing that counts differs.</summary>
    Alike,

    /// <summary>Both have it, and it went otherwise.</summary>
    Differs,

    /// <summary>The runbook does not have it any more.</summary>
    OnlyReal,

    /// <summary>The real run did not have it.</summary>
    OnlyHere,
}
