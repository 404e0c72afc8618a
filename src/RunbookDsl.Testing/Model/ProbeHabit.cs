namespace RunbookDsl.Testing;

/// <summary>How the probe of a step of a random plan answers.</summary>
internal enum ProbeHabit
{
    /// <summary>It cannot tell, ever.</summary>
    None,

    /// <summary>It tells the truth.</summary>
    Honest,

    /// <summary>Now and then it says that it cannot tell although it could.</summary>
    Lying,
}
