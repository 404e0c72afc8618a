namespace RunbookDsl;

/// <summary>
/// What running an operation twice does to the world. Resume, retry and lint are decided by it.
/// </summary>
public enum EffectClass
{
    /// <summary>Asks, changes nothing. Run again freely.</summary>
    ReadOnly,

    /// <summary>Sets a wanted state; the second run changes nothing. Run again after the probe.</summary>
    Convergent,

    /// <summary>Makes a new artefact each time; a partial one is discarded first.</summary>
    Additive,

    /// <summary>A second run does harm. Never run again without a probe that says "not done".</summary>
    NonIdempotent,

    /// <summary>Cannot be taken back. Never run again; wants a go/no-go before it.</summary>
    Irreversible,

    /// <summary>Done by a person. Asked again after an interruption, with the earlier answer shown.</summary>
    Human,
}
