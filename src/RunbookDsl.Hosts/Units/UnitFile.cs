namespace RunbookDsl.Hosts;

/// <summary>What is wanted of a unit's file.</summary>
internal enum UnitFile
{
    AsItIs,
    Enabled,
    Disabled,
    Masked,
    Unmasked,
}
