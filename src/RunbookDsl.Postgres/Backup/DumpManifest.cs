namespace RunbookDsl.Postgres;

/// <summary>
/// What a dump holds and how to tell that it still does: <c>manifest.json</c> inside its folder, written
/// last.
/// </summary>
internal sealed record DumpManifest
{
    public const string FileName = "manifest.json";

    public int Format { get; init; } = 1;
    public required string Run { get; init; }
    public required string Step { get; init; }
    public required string Tool { get; init; }
    public required SourceFacts Source { get; init; }
    public required IReadOnlyList<DumpedFile> Files { get; init; }

    public long Bytes => Files.Sum(f => f.Bytes);
}

/// <summary>One file of a dump.</summary>
internal sealed record DumpedFile(string Name, long Bytes, string Sha256);

/// <summary>
/// What was read from the source in the dump's snapshot, to compare a restored database with.
/// </summary>
internal sealed record SourceFacts
{
    public required string Database { get; init; }
    public required ServerIdentity Server { get; init; }
    public required int Major { get; init; }
    public required string Lsn { get; init; }
    public required DateTimeOffset TakenAt { get; init; }
    public required DatabaseShape Shape { get; init; }
    public required IReadOnlyList<TableRows> Tables { get; init; }
    public required IReadOnlyList<SequenceValue> Sequences { get; init; }
    public required long Indexes { get; init; }
    public required long Constraints { get; init; }

    public long Rows => Tables.Sum(t => t.Rows);
}

/// <summary>
/// Which server it is. A copy of a data directory keeps the system identifier, so the place counts too.
/// </summary>
internal sealed record ServerIdentity(string SystemIdentifier, string? Address, int Port)
{
    public bool IsSameAs(ServerIdentity other) =>
        SystemIdentifier == other.SystemIdentifier
        && Port == other.Port
        && (Address is null || other.Address is null || Address == other.Address);
}

/// <summary>How to create an equal, empty database. Not part of what pg_dump writes.</summary>
internal sealed record DatabaseShape
{
    public required string Owner { get; init; }
    public required string Encoding { get; init; }
    public required string Collate { get; init; }
    public required string CType { get; init; }
    public string? Provider { get; init; }
    public string? Locale { get; init; }

    /// <summary>
    /// <c>ALTER DATABASE … SET</c> as <c>name=value</c>; for a role only with <see
    /// cref="DatabaseSetting.Role"/>.
    /// </summary>
    public IReadOnlyList<DatabaseSetting> Settings { get; init; } = [];

    /// <summary>Explicit privileges on the database; null when it has the defaults.</summary>
    public IReadOnlyList<DatabaseGrant>? Grants { get; init; }
}

/// <summary>One setting that sessions of the database begin with.</summary>
internal sealed record DatabaseSetting(string? Role, string Name, string Value);

/// <summary>One privilege; a null grantee is PUBLIC.</summary>
internal sealed record DatabaseGrant(string? Grantee, string Privilege);

/// <summary>Rows of one table in the snapshot.</summary>
internal sealed record TableRows(string Table, long Rows);

/// <summary>A sequence's value read right before the dump.</summary>
internal sealed record SequenceValue(string Sequence, long Value, bool IsCalled, long Increment, bool Cycles);
