namespace RunbookDsl.Testing;

/// <summary>A system of a world that runs. Disposing it ends it and removes everything it made.</summary>
public interface IWorldSystem : IAsyncDisposable
{
    /// <summary>The name in the world file.</summary>
    string Name { get; }

    /// <summary>Values of the secrets that lead to it, by name.</summary>
    IReadOnlyDictionary<string, string> Secrets { get; }
}
