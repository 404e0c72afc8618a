using System.Security.Cryptography;

namespace RunbookDsl.Testing;

/// <summary>What a throw-away PostgreSQL cluster is to be like.</summary>
/// <param name="Environment">
/// The environment: PATH finds the binaries, XDG_CACHE_HOME or HOME say where the initialised cluster is
/// kept.
/// </param>
public sealed record ClusterOptions(IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>
    /// Wanted major version; null takes the one in PATH, else the newest under /usr/lib/postgresql.
    /// </summary>
    public int? Major { get; init; }

    /// <summary>
    /// Lines of postgresql.conf, by name. They come after the cluster's own and before ALTER SYSTEM.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Folder in which the cluster's own is made. Default: <c>/dev/shm</c> when 4 GiB of memory are free
    /// there, else the
    /// temporary folder; name a folder of a disk for data that does not fit in memory.
    /// </summary>
    public string Root { get; init; } = ClusterRoots.Choose();

    /// <summary>Gives random bytes, for the password. Default: the system's.</summary>
    public Func<int, byte[]> RandomBytes { get; init; } = RandomNumberGenerator.GetBytes;

    /// <summary>Tells which left-over clusters are older than a day.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long the server may take to accept connections. Default 60 s.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The image to run in a container; null uses the binaries of this machine.</summary>
    internal string? Image { get; init; }

    /// <summary>
    /// Who runs <see cref="Image"/>, as <see cref="ContainerEngines"/> calls it; null leaves it to the
    /// environment.
    /// </summary>
    internal string? ContainerClient { get; init; }

    /// <summary>Data folder of a cluster of the same version to copy; null begins empty.</summary>
    internal string? CopyOf { get; init; }

    /// <summary>The running cluster to follow as a hot standby; null for a primary.</summary>
    internal StandbyOf? Standby { get; init; }

    /// <summary>Folders with a folder for each version, as Debian installs them.</summary>
    internal IReadOnlyList<string> VersionFolders { get; init; } = ["/usr/lib/postgresql"];

    internal string CacheFolder =>
        Environment.TryGetValue("XDG_CACHE_HOME", out var cache) && cache.StartsWith('/')
            ? Path.Combine(cache, "runbook")
        : Environment.TryGetValue("HOME", out var home) && home.StartsWith('/')
            ? Path.Combine(home, ".cache", "runbook")
        : Path.Combine(Path.GetTempPath(), "runbook-cache");
}
