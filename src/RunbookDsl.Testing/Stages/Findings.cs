namespace RunbookDsl.Testing;

/// <summary>Why a rehearsal fails although the run itself may have ended well. Stable words.</summary>
public static class Findings
{
    /// <summary>A system was asked for something it does not know.</summary>
    public const string Unknown = "unknown";

    /// <summary>A dangerous coupling struck: what the real system does on its own to the careless.</summary>
    public const string Accident = "accident";

    /// <summary>A secret stood where others can read it.</summary>
    public const string Leak = "leak";

    /// <summary>A wait without an end.</summary>
    public const string Endless = "endless";

    /// <summary>An effect happened once too often.</summary>
    public const string Twice = "twice";

    /// <summary>The world does not end as it has to.</summary>
    public const string State = "state";

    /// <summary>An invariant of the engine is broken.</summary>
    public const string Engine = "engine";

    /// <summary>Something outside the world was to be reached.</summary>
    public const string Outside = "outside";
}
