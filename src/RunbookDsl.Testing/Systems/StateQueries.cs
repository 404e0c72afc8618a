namespace RunbookDsl.Testing;

/// <summary>The queries of a server's state; each gives a key and a value. Times, ids and sizes are in none
/// of them.</summary>
internal static class StateQueries
{
    /// <summary>The databases to look into.</summary>
    public const string OpenDatabases = """
        select datname::text, '' from pg_database
        where datallowconn and datname not in ('template0', 'template1') and datname !~ '^world_template_'
        """;

    /// <summary>What belongs to the server.</summary>
    public const string Server = """
        select 'database ' || datname, concat_ws(' ', 'owner', pg_get_userbyid(datdba),
            case when not datallowconn then 'closed' end,
            case when datconnlimit <> -1 then 'limit ' || datconnlimit end,
            (select string_agg(x, ' ' order by x) from (select a.privilege_type || '='
              || case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end
              from aclexplode(coalesce(datacl, acldefault('d', datdba))) a) p(x)))
          from pg_database where datname not in ('template0', 'template1') and datname !~ '^world_template_'
        union all select 'role ' || rolname, concat_ws(' ', case when rolsuper then 'superuser' end,
            case when rolcanlogin then 'login' end, case when rolcreatedb then 'createdb' end,
            case when rolcreaterole then 'createrole' end, case when rolreplication then 'replication' end,
            case when rolbypassrls then 'bypassrls' end, case when not rolinherit then 'noinherit' end,
            case when rolpassword is not null then 'password' end,
            case when rolconnlimit <> -1 then 'limit ' || rolconnlimit end,
            case when rolvaliduntil is not null then 'expires' end)
          from pg_authid where rolname !~ '^pg_'
        union all select 'password ' || rolname, coalesce(rolpassword, '')
          from pg_authid where rolname !~ '^pg_'
        union all select 'member ' || m.rolname || ' of ' || r.rolname,
            case when bool_or(a.admin_option) then 'admin' else '' end
          from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles r on r.oid = a.roleid
          where m.rolname !~ '^pg_' group by 1
        union all select concat_ws(' ', 'setting of', d.datname, r.rolname, split_part(c, '=', 1)),
            substr(c, strpos(c, '=') + 1)
          from pg_db_role_setting s left join pg_database d on d.oid = s.setdatabase
            left join pg_roles r on r.oid = s.setrole, unnest(s.setconfig) c
          where coalesce(d.datname, '') !~ '^world_template_'
        union all select 'setting ' || name, setting from pg_file_settings
          where sourcefile like '%postgresql.auto.conf' and name <> 'primary_conninfo'
        union all select 'tablespace ' || spcname, '' from pg_tablespace where spcname !~ '^pg_'
        union all select 'slot ' || slot_name, slot_type from pg_replication_slots
        union all select 'prepared transaction ' || gid, '' from pg_prepared_xacts
        union all select 'role in recovery', pg_is_in_recovery()::text
        """;

    private const string Schemas = """
        n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'rb')
        """;

    /// <summary>
    /// One line: the kinds of relations that were made since the cluster was (their oids begin at 16384), and
    /// which other catalogs hold anything of the kind. Planning a question costs a new session more than its
    /// answer: what there is none of is not asked for.
    /// </summary>
    public const string Present = """
        select concat_ws(' ',
          (select string_agg(distinct relkind::text, ' ') from pg_class where oid >= 16384),
          case when exists (select from pg_constraint where oid >= 16384) then 'constraint' end,
          case when exists (select from pg_trigger where oid >= 16384) then 'trigger' end,
          case when exists (select from pg_policy where oid >= 16384) then 'policy' end,
          case when exists (select from pg_proc where oid >= 16384) then 'function' end,
          case when exists (select from pg_type where oid >= 16384 and typtype in ('e', 'd')) then 'type' end,
          case when exists (select from pg_publication) then 'publication' end,
          case when exists (select from pg_subscription) then 'subscription' end), '', ''
        """;

    /// <summary>
    /// The objects of a database, each with what of its content counts: <c>r name</c> a table,
    /// <c>S name</c> a sequence, <c>c table, line feed, column</c> a column. A column whose default is a
    /// time, a random value or a transaction's number does not count; nor does what our own operations keep
    /// in schema rb.
    /// </summary>
    public static string Objects(string present)
    {
        var kinds = present.Split(' ').ToHashSet(StringComparer.Ordinal);
        var asked = Branches.Where(b => b.Of.Length == 0 || b.Of.Split(' ').Any(kinds.Contains));
        return Relations + string.Join(" union all ", asked.Select(b => b.Sql));
    }

    private const string Relations = $"""
        with c as (select c.*, format('%I.%I', n.nspname, c.relname) as full_name from pg_class c
            join pg_namespace n on n.oid = c.relnamespace where c.oid >= 16384 and {Schemas}
              and c.relpersistence <> 't')

        """;

    private static readonly (string Of, string Sql)[] Branches =
    [
        (
            "",
            $"""
            select 'schema ' || n.nspname, 'owner ' || pg_get_userbyid(n.nspowner)
                || coalesce(' ' || (select string_agg(a::text, ' ' order by a::text)
                  from unnest(n.nspacl) a), ''), null::text
              from pg_namespace n where {Schemas}
            """
        ),
        (
            "r p v m S f",
            """
            select case c.relkind when 'v' then 'view ' when 'm' then 'materialized view '
                  when 'S' then 'sequence of ' when 'f' then 'foreign table ' else 'table ' end
                  || c.full_name,
                concat_ws(' ', 'owner', pg_get_userbyid(c.relowner),
                  case when c.relpersistence = 'u' then 'unlogged' end,
                  case when c.relkind = 'p' then 'partitioned' end,
                  case when c.relrowsecurity then 'row security' end, array_to_string(c.reloptions, ' '),
                  pg_get_expr(c.relpartbound, c.oid),
                  (select string_agg(a::text, ' ' order by a::text) from unnest(c.relacl) a),
                  case when c.relkind in ('v', 'm') then md5(pg_get_viewdef(c.oid)) end,
                  case when c.relkind = 'm' and not c.relispopulated then 'empty' end),
                case when c.relkind = 'S' then 'S '
                  when c.relkind = 'r' or c.relkind = 'm' and c.relispopulated then 'r ' end || c.full_name
              from c where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
            """
        ),
        (
            "r p f m",
            """
            select 'column ' || c.full_name || '.' || quote_ident(a.attname),
                concat_ws(' ', format_type(a.atttypid, a.atttypmod),
                  case when a.attnotnull then 'not null' end,
                  case a.attidentity when 'a' then 'identity always' when 'd' then 'identity' end,
                  'default ' || pg_get_expr(d.adbin, d.adrelid)),
                case when c.relkind in ('r', 'm') and coalesce(pg_get_expr(d.adbin, d.adrelid), '') !~*
                    '(now\(|clock_timestamp|current_timestamp|current_date|current_time|localtime|'
                    'transaction_timestamp|statement_timestamp|timeofday|random|uuid|txid_|'
                    'pg_current_xact_id|pg_backend_pid)'
                    then 'c ' || c.full_name || e'\n' || quote_ident(a.attname) end
              from c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
              where c.relkind in ('r', 'p', 'f', 'm')
            """
        ),
        (
            "i I",
            """
            select 'index ' || c.full_name, pg_get_indexdef(c.oid)
                || case when i.indisvalid then '' else ' INVALID' end
                || case when i.indisclustered then ' clustered' else '' end, null
              from c join pg_index i on i.indexrelid = c.oid
            """
        ),
        (
            "constraint",
            """
            select 'constraint ' || c.full_name || ' ' || quote_ident(k.conname),
                pg_get_constraintdef(k.oid), null from c join pg_constraint k on k.conrelid = c.oid
            """
        ),
        (
            "trigger",
            """
            select 'trigger ' || c.full_name || ' ' || quote_ident(t.tgname),
                pg_get_triggerdef(t.oid)
                  || case t.tgenabled when 'O' then '' else ' ' || t.tgenabled::text end, null
              from c join pg_trigger t on t.tgrelid = c.oid where not t.tgisinternal
            """
        ),
        (
            "policy",
            """
            select 'policy ' || c.full_name || ' ' || quote_ident(p.polname),
                concat_ws(' ', p.polcmd, pg_get_expr(p.polqual, p.polrelid),
                  pg_get_expr(p.polwithcheck, p.polrelid)), null
              from c join pg_policy p on p.polrelid = c.oid
            """
        ),
        (
            "function",
            $"""
            select 'function ' || format('%I.%I(%s)', n.nspname, p.proname,
                  pg_get_function_identity_arguments(p.oid)),
                md5(case when p.prokind in ('f', 'p') then pg_get_functiondef(p.oid) else p.prosrc end), null
              from pg_proc p join pg_namespace n on n.oid = p.pronamespace where {Schemas}
                and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
            """
        ),
        (
            "type",
            $"""
            select 'type ' || format('%I.%I', n.nspname, t.typname),
                concat_ws(' ', t.typtype, (select string_agg(e.enumlabel, ',' order by e.enumsortorder)
                  from pg_enum e where e.enumtypid = t.oid)), null
              from pg_type t join pg_namespace n on n.oid = t.typnamespace
              where {Schemas} and t.typtype in ('e', 'd')
            """
        ),
        (
            "",
            """
            select 'extension ' || extname, extversion, null from pg_extension
            """
        ),
        (
            "publication",
            """
            select 'publication ' || pubname, concat_ws(' ', case when puballtables then 'all' end), null
              from pg_publication
            """
        ),
        (
            "subscription",
            """
            select 'subscription ' || subname, '', null from pg_subscription
              where subdbid = (select oid from pg_database where datname = current_database())
            """
        ),
    ];
}
