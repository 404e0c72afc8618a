namespace RunbookDsl.Testing;

/// <summary>Kinds of what a scripted command does.</summary>
public enum CommandActKind
{
    /// <summary>Writes to its output.</summary>
    Says,

    /// <summary>Writes to its error output.</summary>
    Complains,

    /// <summary>Takes virtual time.</summary>
    Takes,

    /// <summary>Changes the machine.</summary>
    Does,
}
