namespace RunbookDsl.Testing;

/// <summary>What is asked to find out whether a server can be lent again, and to make it so.</summary>
internal static class ClusterQueries
{
    /// <summary>The databases that a rehearsal had or made.</summary>
    public const string UsedDatabases = """
        select datname::text from pg_database
        where datname not in ('template0', 'template1') and datname !~ '^world_template_[0-9]+$' order by 1
        """;

    /// <summary>
    /// SQL that gives database $1 what CREATE DATABASE does not copy of its template $2: owner, limit,
    /// privileges, settings and comment.
    /// </summary>
    public const string CopyOfDatabase = """
        with t as (select * from pg_database where datname = $2::text),
        lines as (
          select 1 n, format('alter database %I owner to %I', $1::text, pg_get_userbyid(datdba)) sql from t
            where pg_get_userbyid(datdba) <> current_user
          union all select 2, format('alter database %I connection limit %s', $1::text, datconnlimit) from t
            where datconnlimit <> -1
          union all select 3, format('revoke all on database %I from public, %I', $1::text,
            pg_get_userbyid(datdba)) from t where datacl is not null
          union all select 4, format('grant %s on database %I to %s%s', a.privilege_type, $1::text,
              case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
              case when a.is_grantable then ' with grant option' else '' end)
            from t, aclexplode(t.datacl) a
          union all select 5, format('insert into pg_db_role_setting select d.oid, %s, %L from pg_database d '
              'where d.datname = %L', s.setrole, s.setconfig::text, $1::text)
            from t join pg_db_role_setting s on s.setdatabase = t.oid
          union all select 6, format('comment on database %I is %L', $1::text, c.description)
            from t join pg_shdescription c on c.objoid = t.oid and c.classoid = 'pg_database'::regclass
        )
        select case when count(*) > 0 then 'do $do$ begin ' || string_agg(sql, '; ' order by n, sql)
          || '; end $do$' else '' end from lines
        """;

    /// <summary>
    /// One value over all that belongs to the server and not to a database: roles and their passwords,
    /// settings, slots, tablespaces, configuration files, templates, and whether it was restarted or
    /// promoted. Asked in template1.
    /// </summary>
    public static string Fingerprint(int major) =>
        $"""
            select md5(string_agg(x, '|' order by x)) from (
              select 'role ' || a::text from pg_authid a
              union all select 'member ' || m::text from pg_auth_members m
              union all select 'setting ' || s::text from pg_db_role_setting s where s.setdatabase = 0
              union all select 'tablespace ' || t::text from pg_tablespace t
              union all select 'slot ' || slot_name || slot_type from pg_replication_slots
              union all select 'prepared ' || gid from pg_prepared_xacts
              union all select 'subscription ' || subname from pg_subscription
              union all select 'origin ' || o::text from pg_replication_origin o
              union all select 'comment ' || c::text from pg_shdescription c
                where c.classoid <> 'pg_database'::regclass
              union all select 'template ' || d.datname || d.datdba || coalesce(d.datacl::text, '')
                  || d.datallowconn || d.datistemplate
                from pg_database d where d.datname ~ '^(world_template_[0-9]+|template[01])$'
              union all select 'template1 ' || count(*)::text from pg_class where oid >= 16384
              union all select 'template1 ' || count(*)::text from pg_proc where oid >= 16384
              union all select 'template1 ' || count(*)::text from pg_namespace where oid >= 16384
              union all select 'file ' || f || md5(pg_read_file(f)) from unnest(array['postgresql.conf',
                'postgresql.auto.conf', 'pg_hba.conf', 'pg_ident.conf']) f
              union all select 'start ' || pg_postmaster_start_time()::text
              union all select 'recovery ' || pg_is_in_recovery()::text
              union all select 'timeline ' || timeline_id from pg_control_checkpoint()
              union all select 'system ' || system_identifier from pg_control_system()
              {(major >= 15 ? "union all select 'parameter ' || p::text from pg_parameter_acl p" : "")}
            ) all_of_it(x)
            """;
}
