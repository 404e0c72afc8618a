using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// A finished, checked dump on this machine's disk. Journaled; later steps and other runs restore from it.
/// </summary>
public sealed record DumpArtifact
{
    /// <summary>Full path of the dump's folder.</summary>
    public required string Path { get; init; }

    /// <summary>Name of the database that was dumped.</summary>
    public required string Database { get; init; }

    /// <summary>The source server's system identifier, different for every <c>initdb</c>.</summary>
    public required string SystemIdentifier { get; init; }

    /// <summary>Size of all files, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Tables with data in it.</summary>
    public required int Tables { get; init; }

    /// <summary>Rows of all tables, counted in the dump's own snapshot.</summary>
    public required long Rows { get; init; }

    /// <summary>
    /// Write-ahead log position right before the snapshot: what came later is not in the dump.
    /// </summary>
    public required string Lsn { get; init; }

    /// <summary>The server's time right before the snapshot, UTC.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>SHA-256 of the manifest, which holds those of all files; hexadecimal.</summary>
    public required string ManifestSha256 { get; init; }

    internal DumpArtifact SaidBy(StepContext context)
    {
        context.Varying("dump size", Bytes.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary><c>dump backups/orders-1 (5120 bytes, 4 tables, 6800 rows)</c>.</summary>
    public override string ToString() => $"dump {Path} ({Bytes} bytes, {Tables} tables, {Rows} rows)";
}
