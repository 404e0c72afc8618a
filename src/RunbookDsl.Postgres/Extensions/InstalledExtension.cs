namespace RunbookDsl.Postgres;

/// <summary>An extension of a database, and what the server's files offer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Installed">Version in the database.</param>
/// <param name="Offered">Version that a new database would get; null when its files are gone.</param>
internal sealed record InstalledExtension(string Name, string Installed, string? Offered)
{
    private const string Query = """
        select e.extname::text, e.extversion, a.default_version
        from pg_extension e left join pg_available_extensions a on a.name = e.extname
        where cardinality($1::text[]) = 0 or e.extname = any ($1::text[])
        order by 1
        """;

    public bool IsUpToDate => Installed == Offered;

    public static Task<List<InstalledExtension>> ReadAsync(PgSession session, IReadOnlyList<string> names) =>
        session.RowsAsync(
            Query,
            r => new InstalledExtension(
                r.GetString(0),
                r.GetString(1),
                r.IsDBNull(2) ? null : r.GetString(2)
            ),
            (object)names.ToArray()
        );

    public override string ToString() => $"{Name} {Installed} to {Offered}";
}
