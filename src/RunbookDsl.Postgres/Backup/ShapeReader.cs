namespace RunbookDsl.Postgres;

/// <summary>Reads the properties of a database that pg_dump leaves out without <c>--create</c>.</summary>
internal static class ShapeReader
{
    private const string Settings = """
        select r.rolname, split_part(item, '=', 1), substr(item, strpos(item, '=') + 1)
        from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase left join pg_roles r on r.oid =
          s.setrole
        cross join lateral unnest(s.setconfig) item
        where d.datname = current_database() order by 1 nulls first, 2
        """;

    private const string Grants = """
        select r.rolname, a.privilege_type from pg_database d cross join lateral aclexplode(d.datacl) a
        left join pg_roles r on r.oid = a.grantee
        where d.datname = current_database() and a.grantee <> d.datdba order by 1 nulls first, 2
        """;

    public static async Task<DatabaseShape> ReadAsync(PgSession session)
    {
        var shapes = await session.RowsAsync(Sql(session.Major), Read).ConfigureAwait(false);
        var settings = await session
            .RowsAsync(Settings, r => new DatabaseSetting(Text(r, 0), r.GetString(1), r.GetString(2)))
            .ConfigureAwait(false);
        var explicitly = await session
            .ScalarAsync<bool>(
                "select datacl is not null from pg_database where datname = current_database()"
            )
            .ConfigureAwait(false);
        var grants = await session
            .RowsAsync(Grants, r => new DatabaseGrant(Text(r, 0), r.GetString(1)))
            .ConfigureAwait(false);
        // A database that was read-only while it was dumped is not meant to come back read-only.
        settings.RemoveAll(s => s.Name == "default_transaction_read_only");
        return shapes[0] with { Settings = settings, Grants = explicitly ? grants : null };
    }

    private static string Sql(int major)
    {
        var locale = major switch
        {
            >= 17 => "datlocprovider::text, datlocale",
            >= 15 => "datlocprovider::text, daticulocale",
            _ => "'c', null::text",
        };
        return "select pg_get_userbyid(datdba)::text, pg_encoding_to_char(encoding)::text,"
            + " datcollate::text, datctype::text, "
            + $"{locale} from pg_database where datname = current_database()";
    }

    private static DatabaseShape Read(Npgsql.NpgsqlDataReader reader) =>
        new()
        {
            Owner = reader.GetString(0),
            Encoding = reader.GetString(1),
            Collate = reader.GetString(2),
            CType = reader.GetString(3),
            Provider = reader.GetString(4),
            Locale = Text(reader, 5),
        };

    private static string? Text(Npgsql.NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
