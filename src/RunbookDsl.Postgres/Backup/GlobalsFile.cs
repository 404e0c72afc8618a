using System.Security.Cryptography;

namespace RunbookDsl.Postgres;

/// <summary>
/// What <c>pg_dumpall --globals-only</c> wrote: made under a name that ends in <c>.partial</c>, and renamed
/// when its last line is there.
/// </summary>
internal sealed class GlobalsFile
{
    // Blank lines may follow it, and in later versions a line for psql.
    private const string Trailer = "-- PostgreSQL database cluster dump complete";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private GlobalsFile(string path) => Path = path;

    public string Path { get; }

    public string Partial => Path + ".partial";

    /// <summary>The file of this step below <paramref name="directory"/> (relative to the runbook).</summary>
    public static GlobalsFile Of(StepContext context, string directory) =>
        new(DumpFolder.Of(context, directory, "globals").Path + ".sql");

    public bool Exists => File.Exists(Path);

    /// <summary>Makes the empty file that pg_dumpall fills: it would make one that everybody can
    /// read.</summary>
    public void Begin()
    {
        if (Exists || File.Exists(Partial))
            throw new OperationFailedException(
                $"{Path} or its .partial is already there; it is not overwritten. Move it away, then try"
                    + $" again"
            );
        Durable.MakeFolder(System.IO.Path.GetDirectoryName(Path)!);
        Durable.WriteFile(Partial, []);
    }

    /// <summary>Gives the file its final name, once it is whole.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        var lines = await File.ReadAllLinesAsync(Partial, cancellation).ConfigureAwait(false);
        if (!IsWhole(lines))
            throw new OperationFailedException(
                $"pg_dumpall ended with exit code 0, but the end of {Partial} is missing. See whether the"
                    + $" disk is full, then try again"
            );
        File.SetUnixFileMode(Partial, OwnerOnly);
        Durable.SyncFile(Partial);
        File.Move(Partial, Path);
        Durable.SyncFolder(System.IO.Path.GetDirectoryName(Path)!);
    }

    /// <summary>What is in the file; null when it is not whole.</summary>
    public async Task<GlobalsDump?> ReadAsync(bool hasPasswords, CancellationToken cancellation)
    {
        var bytes = await File.ReadAllBytesAsync(Path, cancellation).ConfigureAwait(false);
        var lines = await File.ReadAllLinesAsync(Path, cancellation).ConfigureAwait(false);
        return IsWhole(lines)
            ? new()
            {
                Path = Path,
                Bytes = bytes.Length,
                Roles = Count(lines, "CREATE ROLE "),
                Memberships = lines.Count(IsMembership),
                Tablespaces = Count(lines, "CREATE TABLESPACE "),
                HasPasswords = hasPasswords,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            }
            : null;
    }

    /// <summary>Which of these beginnings of lines the file lacks.</summary>
    public async Task<List<string>> LackingAsync(
        IEnumerable<string> beginnings,
        CancellationToken cancellation
    )
    {
        var lines = await File.ReadAllLinesAsync(Path, cancellation).ConfigureAwait(false);
        return [.. beginnings.Where(b => !lines.Any(l => l.StartsWith(b, StringComparison.Ordinal)))];
    }

    public void Delete(bool isPartial) => File.Delete(isPartial ? Partial : Path);

    // A privilege on a tablespace is a GRANT, too, but with ON.
    private static bool IsMembership(string line) =>
        line.StartsWith("GRANT ", StringComparison.Ordinal)
        && !line.Contains(" ON TABLESPACE ", StringComparison.Ordinal)
        && !line.Contains(" ON PARAMETER ", StringComparison.Ordinal);

    private static bool IsWhole(string[] lines) =>
        lines.Reverse().Take(10).Any(l => l.StartsWith(Trailer, StringComparison.Ordinal));

    private static int Count(string[] lines, string beginning) =>
        lines.Count(l => l.StartsWith(beginning, StringComparison.Ordinal));
}
