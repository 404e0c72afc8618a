namespace RunbookDsl.Testing;

/// <summary>Which function calls make a SELECT a change.</summary>
internal static class SqlFunctions
{
    private static readonly HashSet<string> ChangingOnes =
    [
        "pg_terminate_backend",
        "pg_cancel_backend",
        "pg_reload_conf",
        "pg_rotate_logfile",
        "pg_promote",
        "pg_switch_wal",
        "pg_create_restore_point",
        "pg_wal_replay_pause",
        "pg_wal_replay_resume",
        "pg_create_physical_replication_slot",
        "pg_create_logical_replication_slot",
        "pg_drop_replication_slot",
        "pg_replication_slot_advance",
        "pg_copy_physical_replication_slot",
        "pg_copy_logical_replication_slot",
        "pg_replication_origin_create",
        "pg_replication_origin_drop",
        "pg_logical_slot_get_changes",
        "pg_logical_emit_message",
        "pg_stat_reset",
        "pg_stat_statements_reset",
        "pg_backup_start",
        "pg_backup_stop",
        "pg_start_backup",
        "pg_stop_backup",
        "pg_import_system_collations",
        "pg_notify",
        "pg_file_write",
        "pg_extension_config_dump",
        "pg_prewarm",
        "setval",
        "nextval",
        "lo_create",
        "lo_creat",
        "lo_import",
        "lo_unlink",
        "lo_put",
        "lo_from_bytea",
        "dblink_exec",
        "brin_summarize_new_values",
        "gin_clean_pending_list",
    ];

    private static readonly HashSet<string> HarmlessOnes =
    [
        "now",
        "version",
        "coalesce",
        "count",
        "exists",
        "format",
        "to_regclass",
        "to_regproc",
        "to_regtype",
        "to_regnamespace",
        "to_regrole",
        "current_setting",
        "set_config",
        "current_database",
        "current_schema",
        "current_schemas",
        "inet_server_addr",
        "inet_server_port",
        "txid_current",
        "clock_timestamp",
        "greatest",
        "least",
        "nullif",
        "md5",
        "random",
        "row",
        "array",
        "cast",
        "max",
        "min",
        "sum",
        "bool_and",
        "bool_or",
        "string_agg",
        "array_agg",
        "concat",
        "concat_ws",
        "upper",
        "lower",
        "length",
        "replace",
        "substring",
        "extract",
        "date_trunc",
        "has_database_privilege",
        "has_table_privilege",
        "has_schema_privilege",
        "quote_ident",
        "quote_literal",
        "in",
        "any",
        "all",
        "not",
        "and",
        "or",
        "as",
        "select",
        "case",
        "when",
        "gen_random_uuid",
        "generate_series",
        "abs",
        "round",
        "obj_description",
        "col_description",
        "shobj_description",
        "pg_sleep",
        "to_char",
        "to_timestamp",
        "to_json",
        "row_to_json",
        "hashtext",
    ];

    /// <summary>
    /// The function that makes this SELECT a change; null when none does. One of those that are known to; or,
    /// in a SELECT without FROM, one that is not the server's own: <c>select shop.close_year(2025)</c>.
    /// </summary>
    public static string? Changing(IReadOnlyList<SqlToken> tokens, int from)
    {
        for (var i = 1; i + 1 < tokens.Count; i++)
        {
            if (!tokens[i].IsName || !tokens[i + 1].IsSymbol('('))
                continue;
            var name = tokens[i].Text;
            if (ChangingOnes.Contains(name))
                return name;
            var schema = i > 2 && tokens[i - 1].IsSymbol('.') ? tokens[i - 2].Text : null;
            var isServers =
                schema is "pg_catalog" or "information_schema"
                || (
                    schema is null
                    && (name.StartsWith("pg_", StringComparison.Ordinal) || HarmlessOnes.Contains(name))
                );
            if (from < 0 && !isServers)
                return schema is null ? name : $"{schema}.{name}";
        }
        return null;
    }
}
