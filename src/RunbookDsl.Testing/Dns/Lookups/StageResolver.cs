namespace RunbookDsl.Testing;

/// <summary>Finds what names lead to in a world.</summary>
public static class StageResolver
{
    /// <summary>What names lead to in this world; null when the world has no name server.</summary>
    public static WorldResolver? Resolver(this Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Shared(() => new Place()).Resolver;
    }

    internal static void Resolve(this Stage stage, WorldResolver resolver) =>
        stage.Shared(() => new Place()).Resolver = resolver;

    private sealed class Place
    {
        public WorldResolver? Resolver { get; set; }
    }
}
