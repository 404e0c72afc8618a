namespace RunbookDsl.Lint;

/// <summary>What repeats a step.</summary>
internal enum LoopKind
{
    /// <summary>Nothing does.</summary>
    None,

    /// <summary><c>ForEach</c>, or a loop of C#.</summary>
    Each,

    /// <summary><c>Rolling</c> without a way to take a member out of service.</summary>
    Rolling,

    /// <summary><c>Rolling</c> that takes a member out before its turn.</summary>
    Drained,
}
