using System.Security.Cryptography;
using System.Text.Json;

namespace RunbookDsl.Postgres;

/// <summary>
/// A dump on disk: made as <c>database-run-step.partial</c>, renamed without the suffix once its manifest is
/// durable.
/// </summary>
internal sealed class DumpFolder
{
    private DumpFolder(string path) => Path = path;

    /// <summary>Where the finished dump is, or will be.</summary>
    public string Path { get; }

    public string Partial => Path + ".partial";

    public string Name => System.IO.Path.GetFileName(Path);

    public string Parent => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>
    /// The folder of this step's dump below <paramref name="directory"/> (relative to the runbook).
    /// </summary>
    public static DumpFolder Of(StepContext context, string directory, string database)
    {
        var parent = System.IO.Path.GetFullPath(directory, context.Directory);
        var name = $"{Plain(database)}-{Plain(context.RunId)}-{Plain(context.StepId)}";
        return new DumpFolder(System.IO.Path.Combine(parent, name));
    }

    public static DumpFolder At(string path) => new(System.IO.Path.TrimEndingDirectorySeparator(path));

    /// <summary>The manifest of the finished dump; null when there is none or it cannot be read.</summary>
    public DumpManifest? ReadManifest()
    {
        var file = System.IO.Path.Combine(Path, DumpManifest.FileName);
        if (!File.Exists(file))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), PgJson.Default.DumpManifest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The result that stands for this dump.</summary>
    public DumpArtifact Artifact(DumpManifest manifest) =>
        new()
        {
            Path = Path,
            Database = manifest.Source.Database,
            SystemIdentifier = manifest.Source.Server.SystemIdentifier,
            Bytes = manifest.Bytes,
            Tables = manifest.Source.Tables.Count,
            Rows = manifest.Source.Rows,
            Lsn = manifest.Source.Lsn,
            TakenAt = manifest.Source.TakenAt,
            ManifestSha256 = Convert.ToHexStringLower(
                SHA256.HashData(File.ReadAllBytes(System.IO.Path.Combine(Path, DumpManifest.FileName)))
            ),
        };

    /// <summary>Hashes every file of <paramref name="folder"/> but the manifest.</summary>
    public static async Task<List<DumpedFile>> HashAsync(string folder, CancellationToken cancellation)
    {
        var files = new List<DumpedFile>();
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            var name = System.IO.Path.GetFileName(path);
            if (name == DumpManifest.FileName)
                continue;
            var stream = File.OpenRead(path);
            await using var _ = stream.ConfigureAwait(false);
            var hash = await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false);
            files.Add(new DumpedFile(name, stream.Length, Convert.ToHexStringLower(hash)));
        }
        return files;
    }

    /// <summary>What differs between the manifest and the files; empty when nothing does.</summary>
    public async Task<List<string>> CompareAsync(DumpManifest manifest, CancellationToken cancellation)
    {
        var found = (await HashAsync(Path, cancellation).ConfigureAwait(false)).ToDictionary(f => f.Name);
        var wrong = new List<string>();
        foreach (var file in manifest.Files)
            if (!found.Remove(file.Name, out var actual))
                wrong.Add($"{file.Name} is missing");
            else if (actual.Bytes != file.Bytes)
                wrong.Add($"{file.Name} has {actual.Bytes} bytes instead of {file.Bytes}");
            else if (actual.Sha256 != file.Sha256)
                wrong.Add($"{file.Name} has changed (SHA-256 differs)");
        wrong.AddRange(found.Keys.Select(name => $"{name} does not belong to it"));
        return wrong;
    }

    /// <summary>Removes a folder so that its name never stands for half a dump.</summary>
    public static void Delete(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        var going = folder.EndsWith(".partial", StringComparison.Ordinal) ? folder : folder + ".partial";
        if (going != folder)
            Directory.Move(folder, going);
        Directory.Delete(going, recursive: true);
    }

    private static string Plain(string name)
    {
        var plain = string.Concat(
            name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_')
        );
        return plain == name && !plain.StartsWith('.') ? plain : $"_{plain}~{SessionName.Digest(name)}";
    }
}
