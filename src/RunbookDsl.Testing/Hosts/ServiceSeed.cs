namespace RunbookDsl.Testing;

/// <summary>A service of docker compose on a scripted machine.</summary>
/// <param name="Folder">Full path of the folder with the compose file.</param>
/// <param name="Name">Its name in that file.</param>
/// <param name="Image">Its image.</param>
/// <param name="IsRunning">Whether it runs.</param>
/// <param name="HasNewImage">Whether the registry has a newer build of the image.</param>
public sealed record ServiceSeed(string Folder, string Name, string Image, bool IsRunning, bool HasNewImage);
