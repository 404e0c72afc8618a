using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>
/// An initialised cluster, made once per machine, version and options, and copied for each world: copying
/// takes a tenth of
/// <c>initdb</c>. Made under a lock and moved in place whole, so that concurrent worlds never see half of it.
/// </summary>
internal sealed class ClusterTemplate(PostgresBinaries binaries, ServerUser user, ClusterOptions options)
{
    private static readonly string[] InitialOptions =
    [
        "--username=postgres",
        "--encoding=UTF8",
        "--locale=C",
        "--auth-local=trust",
        "--auth-host=scram-sha-256",
        "--no-sync",
    ];

    private string Folder => Path.Combine(options.CacheFolder, $"pg-{binaries.Major}-{Key}");

    private string Sum => Folder + ".sum";

    private string Key =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes($"1|{binaries.VersionText}|{string.Join(' ', InitialOptions)}")
            )
        )[..12];

    /// <summary>Fills <paramref name="data"/>, inside the world's own folder, with a new cluster.</summary>
    public async Task CopyToAsync(string data, CancellationToken cancellation)
    {
        if (TryCopy(data))
            return;
        Directory.CreateDirectory(options.CacheFolder, ClusterFiles.Private);
        using var gate = await Task.Run(() => Libc.Lock(Folder + ".lock"), cancellation)
            .ConfigureAwait(false);
        if (TryCopy(data))
            return;
        await InitialiseAsync(data, cancellation).ConfigureAwait(false);
        Keep(data);
    }

    private bool TryCopy(string data)
    {
        if (!File.Exists(Sum))
            return false;
        if (Directory.Exists(Folder) && ClusterFiles.Copy(Folder, data, user.Own) == File.ReadAllText(Sum))
            return true;
        // Torn by a crash of the machine: it was never synced to disk, since it can be made again.
        if (Directory.Exists(data))
            Directory.Delete(data, true);
        return false;
    }

    private async Task InitialiseAsync(string data, CancellationToken cancellation)
    {
        var command = Tool.Command(
            [.. user.Prefix, binaries.Initialiser, .. InitialOptions, "--pgdata", data],
            Path.GetDirectoryName(data)!,
            ServerEnvironment.In(Path.GetDirectoryName(data)!, options.Environment)
        );
        var (code, said) = await Tool.RunAsync(command, cancellation).ConfigureAwait(false);
        if (code != 0)
            throw new WorldException($"{binaries.Initialiser} failed with exit code {code}: {said.Trim()}");
    }

    private void Keep(string data)
    {
        var fresh = $"{Folder}.new";
        File.Delete(Sum);
        foreach (var old in (string[])[fresh, Folder])
            if (Directory.Exists(old))
                Directory.Delete(old, true);
        var sum = ClusterFiles.Copy(data, fresh, _ => { });
        Directory.Move(fresh, Folder);
        File.WriteAllText(fresh + ".sum", sum);
        File.Move(fresh + ".sum", Sum);
    }
}
