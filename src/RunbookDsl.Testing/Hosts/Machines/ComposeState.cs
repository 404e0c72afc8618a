namespace RunbookDsl.Testing;

/// <summary>A service of docker compose.</summary>
/// <param name="Folder">Full path of the folder with its compose file.</param>
/// <param name="Name">Its name in that file.</param>
/// <param name="Image">The image that its file names.</param>
internal sealed record ComposeState(string Folder, string Name, string Image)
{
    /// <summary>Whether there is a container.</summary>
    public bool IsThere { get; init; }

    public bool IsRunning { get; init; }

    /// <summary>Build of the image that the container was made from; 1 is what it began with.</summary>
    public int Build { get; init; } = 1;

    /// <summary>Build that is on this machine.</summary>
    public int Pulled { get; init; } = 1;

    /// <summary>Build that the registry has.</summary>
    public int Pushed { get; init; } = 1;

    public string Summary =>
        $"{(IsRunning ? "running" : IsThere ? "exited" : "absent")} {Image} build {Build}"
        + (Pulled == Build ? "" : $", pulled build {Pulled}");
}
