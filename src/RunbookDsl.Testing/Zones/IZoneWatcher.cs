namespace RunbookDsl.Testing;

/// <summary>Who is told of each change of a zone, while no other change of it can happen.</summary>
internal interface IZoneWatcher
{
    /// <summary>The zone is still as it was.</summary>
    void Changing(Zone zone);

    /// <summary>The zone is as it will be.</summary>
    void Changed(Zone zone);
}
