namespace RunbookDsl.Postgres;

/// <summary>Gives a filled database its settings, privileges and final name, all or nothing.</summary>
internal static class DatabaseFinish
{
    public static async Task<int> PublishAsync(
        StepContext context,
        PgSession session,
        string name,
        DumpManifest manifest,
        bool withGrants
    )
    {
        var work = Sql.Name(RestoreJob.WorkName(context));
        var statements = new List<string> { "begin" };
        foreach (var setting in manifest.Source.Shape.Settings)
            statements.Add(Set(work, setting));
        if (withGrants && manifest.Source.Shape.Grants is { } grants)
        {
            statements.Add($"revoke all on database {work} from public");
            foreach (var grant in grants)
                statements.Add($"grant {grant.Privilege} on database {work} to {Grantee(grant)}");
        }
        statements.Add($"comment on database {work} is {Sql.Text(RestoreJob.Mark(context))}");
        statements.Add($"alter database {work} rename to {Sql.Name(name)}");
        statements.Add("commit");
        return await session.ExecuteAsync(string.Join("; ", statements)).ConfigureAwait(false);
    }

    private static string Set(string database, DatabaseSetting setting)
    {
        var who = setting.Role is null
            ? $"alter database {database}"
            : $"alter role {Sql.Name(setting.Role)} in database {database}";
        var name = string.Join('.', setting.Name.Split('.').Select(Sql.Name));
        return $"{who} set {name} to {Value(setting)}";
    }

    // Settings that are lists of names are stored as a ready-made list.
    private static string Value(DatabaseSetting setting) =>
        setting.Name
            is "search_path"
                or "temp_tablespaces"
                or "session_preload_libraries"
                or "local_preload_libraries"
        && setting.Value.Length > 0
            ? setting.Value
            : Sql.Text(setting.Value);

    private static string Grantee(DatabaseGrant grant) =>
        grant.Grantee is null ? "public" : Sql.Name(grant.Grantee);
}
