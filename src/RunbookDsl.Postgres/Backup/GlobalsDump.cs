namespace RunbookDsl.Postgres;

/// <summary>
/// A finished file of a server's roles, memberships and tablespaces on this machine's disk. Journaled; no
/// password is in it, hashed or not: with <see cref="HasPasswords"/> the file itself has them.
/// </summary>
public sealed record GlobalsDump
{
    /// <summary>Full path of the SQL file, which only its owner can read.</summary>
    public required string Path { get; init; }

    /// <summary>Size of the file, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Roles in it, those of the server's own (<c>pg_…</c>) left out.</summary>
    public required int Roles { get; init; }

    /// <summary>Memberships of roles in it.</summary>
    public required int Memberships { get; init; }

    /// <summary>Tablespaces in it, the two of the server's own left out.</summary>
    public required int Tablespaces { get; init; }

    /// <summary>Whether the roles' passwords are in the file, as hashes.</summary>
    public required bool HasPasswords { get; init; }

    /// <summary>SHA-256 of the file; hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary><c>roles in backups/globals-1.sql (3 roles, 1 memberships, 0 tablespaces)</c>.</summary>
    public override string ToString() =>
        $"roles in {Path} ({Roles} roles, {Memberships} memberships, {Tablespaces} tablespaces)";
}
