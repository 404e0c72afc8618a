namespace RunbookDsl.Testing.Apis;

/// <summary>Gives each rehearsal its web server.</summary>
public static class StageDoor
{
    /// <summary>
    /// The one web server of this stage, made by the first who asks. It listens at once, costs little until
    /// somebody comes, and ends with the rehearsal.
    /// </summary>
    /// <exception cref="WorldException">The web server's framework is not on this machine.</exception>
    public static Door Door(this Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Shared(() => stage.Own(new Door(stage)));
    }
}
