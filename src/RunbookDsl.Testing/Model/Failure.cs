namespace RunbookDsl.Testing;

/// <summary>How the first attempts of a step of a random plan go wrong.</summary>
internal enum Failure
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>They fail before the effect, and say so.</summary>
    Known,

    /// <summary>Nobody can tell, and there was no effect.</summary>
    UnknownBefore,

    /// <summary>Nobody can tell, and there was the effect.</summary>
    UnknownAfter,
}
