using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Tells whether a dump on disk is whole. Existence, size and table of contents alone prove nothing.
/// </summary>
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
            var unlisted = manifest
                .Source.Tables.Where(t => !listed.Contains(TableName.Spaced(t.Table)))
                .ToList();
            if (unlisted.Count > 0)
                return Verdict.Fail(
                    $"{folder.Path} does not list"
                        + $" {TableActivities.Names(unlisted.Select(t => t.Table))} in its table of contents"
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
                $"{manifest.Files.Count} files, {manifest.Bytes} bytes,"
                    + $" {manifest.Source.Tables.Count} tables match the manifest{how}"
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

    // A line ends in "TABLE schema name owner", and names may hold spaces: every beginning counts.
    private static async Task<HashSet<string>> ListAsync(
        StepContext context,
        DumpFolder folder,
        DumpManifest manifest,
        CancellationToken cancellation
    )
    {
        const string Mark = " TABLE ";
        var major = manifest.Source.Major;
        var tool = await NativeTool
            .FindAsync(context, "pg_restore", major, cancellation)
            .ConfigureAwait(false);
        var tables = new HashSet<string>();
        var run = new ToolRun(tool, null, ["--list", folder.Path]) { Changes = false, OnLine = Add };
        await run.RunAsync(context, cancellation).ConfigureAwait(false);
        return tables;

        void Add(string line)
        {
            var at = line.IndexOf(Mark, StringComparison.Ordinal);
            if (at < 0)
                return;
            var rest = line[(at + Mark.Length)..];
            for (var space = rest.IndexOf(' '); space >= 0; space = rest.IndexOf(' ', space + 1))
                tables.Add(rest[..space]);
        }
    }
}
