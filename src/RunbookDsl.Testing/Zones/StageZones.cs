namespace RunbookDsl.Testing;

/// <summary>Finds what name servers and APIs share.</summary>
public static class StageZones
{
    /// <summary>The zones that all systems of this stage share.</summary>
    public static ZoneBook Zones(this Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Shared(() => new ZoneBook(stage));
    }
}
