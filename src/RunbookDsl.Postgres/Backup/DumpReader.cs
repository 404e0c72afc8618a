using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>Tells whether a dump on disk is whole. Existence, size and table of contents alone prove nothing.</summary>
internal static class DumpReader
{
    /// <summary>Compares every file with the manifest, and the table of contents with its tables.</summary>
    public static async Task<Verdict> CheckAsync(
        StepContext context,
        DumpArtifact artifact,
        bool readThrough,
        CancellationToken cancellation
    )
    {
        var folder = DumpFolder.At(artifact.Path);
        if (folder.ReadManifest() is not { } manifest)
            return Verdict.Fail(
                $"{folder.Path} has no readable {DumpManifest.FileName}: it is no finished dump"
            );
        if (folder.Artifact(manifest).ManifestSha256 != artifact.ManifestSha256)
            return Verdict.Fail($"the manifest of {folder.Path} has changed since the dump was made");
        var wrong = await folder.CompareAsync(manifest, cancellation).ConfigureAwait(false);
        if (wrong.Count > 0)
            return Verdict.Fail($"{folder.Path} is damaged: {string.Join("; ", wrong)}");
        try
        {
            var listed = await ListAsync(context, folder, manifest, cancellation).ConfigureAwait(false);
            if (listed < manifest.Source.Tables.Count)
                return Verdict.Fail(
                    $"{folder.Path} lists {listed} tables; the database had {manifest.Source.Tables.Count} when it was dumped"
                );
            if (readThrough)
                await ReadThroughAsync(context, folder.Path, manifest.Source.Major, cancellation)
                    .ConfigureAwait(false);
        }
        catch (OperationFailedException e)
        {
            return Verdict.Fail($"{folder.Path} cannot be read: {e.Message}");
        }
        var how = readThrough ? ", read through to the last byte" : "";
        return Verdict.Pass(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{manifest.Files.Count} files, {manifest.Bytes} bytes, {manifest.Source.Tables.Count} tables match the manifest{how}"
            )
        );
    }

    /// <summary>Reads and unpacks every byte.</summary>
    /// <exception cref="OperationFailedException">A file is damaged or missing.</exception>
    public static async Task ReadThroughAsync(
        StepContext context,
        string path,
        int major,
        CancellationToken cancellation
    )
    {
        var tool = await NativeTool
            .FindAsync(context, "pg_restore", major, cancellation)
            .ConfigureAwait(false);
        var run = new ToolRun(tool, null, ["--file=/dev/null", path]) { Changes = false };
        await run.RunAsync(context, cancellation).ConfigureAwait(false);
    }

    private static async Task<int> ListAsync(
        StepContext context,
        DumpFolder folder,
        DumpManifest manifest,
        CancellationToken cancellation
    )
    {
        var major = manifest.Source.Major;
        var tool = await NativeTool
            .FindAsync(context, "pg_restore", major, cancellation)
            .ConfigureAwait(false);
        var tables = 0;
        var run = new ToolRun(tool, null, ["--list", folder.Path])
        {
            Changes = false,
            OnLine = line =>
                tables += line.Contains(" TABLE ", StringComparison.Ordinal) && !IsData(line) ? 1 : 0,
        };
        await run.RunAsync(context, cancellation).ConfigureAwait(false);
        return tables;
    }

    private static bool IsData(string line) =>
        line.Contains(" TABLE DATA ", StringComparison.Ordinal)
        || line.Contains(" TABLE ATTACH ", StringComparison.Ordinal);
}
