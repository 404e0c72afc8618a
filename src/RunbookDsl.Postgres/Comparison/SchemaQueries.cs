namespace RunbookDsl.Postgres;

/// <summary>All objects of a database that an author made, as kind and name, with their
/// definitions.</summary>
internal static class SchemaQueries
{
    private const string Authors = """
        n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'rb')
        """;

    // What an extension brought comes and goes with it.
    private const string NotOfAnExtension = """
        not exists (select from pg_depend e where e.deptype = 'e' and e.objid = c.oid)
        """;

    public const string All = $"""
        with c as (select c.*, format('%I.%I', n.nspname, c.relname) full_name from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where {Authors} and c.relpersistence <> 't' and {NotOfAnExtension})
        select k, coalesce(v, '') from (
        select 'schema ' || quote_ident(n.nspname), '' from pg_namespace n where {Authors}
        union all select case c.relkind when 'v' then 'view ' when 'm' then 'materialized view '
            when 'f' then 'foreign table ' else 'table ' end || c.full_name,
          concat_ws(' ', case c.relpersistence when 'u' then 'unlogged' end,
            case when c.relkind = 'p' then 'partitioned by ' || pg_get_partkeydef(c.oid) end,
            case when c.relispartition then 'partition ' || pg_get_expr(c.relpartbound, c.oid) end,
            case when c.relrowsecurity then 'with row security' end,
            case c.relreplident when 'n' then 'replica identity nothing' when 'f' then
              'replica identity full' end,
            case when c.relkind in ('v', 'm') then regexp_replace(pg_get_viewdef(c.oid), '\s+', ' ', 'g') end)
          from c where c.relkind in ('r', 'p', 'v', 'm', 'f')
        union all select 'column ' || c.full_name || '.' || quote_ident(a.attname),
          concat_ws(' ', format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
            case a.attidentity when 'a' then 'identity always' when 'd' then 'identity' end,
            case a.attgenerated when 's' then 'generated' end,
            case when a.attcollation <> t.typcollation then 'collate '
              || (select quote_ident(l.collname) from pg_collation l where l.oid = a.attcollation) end,
            'default ' || pg_get_expr(d.adbin, d.adrelid))
          from c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            join pg_type t on t.oid = a.atttypid
            left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
          where c.relkind in ('r', 'p', 'f')
        union all select 'sequence ' || c.full_name, concat_ws(' ', format_type(s.seqtypid, null), 'by',
            s.seqincrement, 'from', s.seqmin, 'to', s.seqmax, case when s.seqcycle then 'cycle' end)
          from c join pg_sequence s on s.seqrelid = c.oid
        union all select 'index ' || c.full_name, pg_get_indexdef(c.oid)
            || case when i.indisvalid then '' else ' INVALID' end
          from c join pg_index i on i.indexrelid = c.oid
        union all select 'constraint ' || quote_ident(k.conname) || ' of ' || c.full_name,
            pg_get_constraintdef(k.oid) || case when k.convalidated then '' else ' (not validated)' end
          from c join pg_constraint k on k.conrelid = c.oid where k.contype <> 'n'
        union all select 'trigger ' || quote_ident(t.tgname) || ' of ' || c.full_name,
            pg_get_triggerdef(t.oid)
            || case t.tgenabled when 'O' then '' when 'D' then ' disabled' else ' ' || t.tgenabled::text end
          from c join pg_trigger t on t.tgrelid = c.oid where not t.tgisinternal
        union all select 'policy ' || quote_ident(p.polname) || ' of ' || c.full_name,
            concat_ws(' ', p.polcmd,
            case when p.polpermissive then '' else 'restrictive' end, pg_get_expr(p.polqual, p.polrelid),
            'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
          from c join pg_policy p on p.polrelid = c.oid
        union all select 'function ' || format('%I.%I(%s)', n.nspname, c.proname,
            pg_get_function_identity_arguments(c.oid)),
            case when c.prokind in ('f', 'p') then md5(pg_get_functiondef(c.oid)) else c.prokind::text end
          from pg_proc c join pg_namespace n on n.oid = c.pronamespace where {Authors} and {NotOfAnExtension}
        union all select 'type ' || format('%I.%I', n.nspname, c.typname), concat_ws(' ', c.typtype,
            case when c.typtype = 'd' then format_type(c.typbasetype, c.typtypmod) end,
            (select string_agg(e.enumlabel, ', ' order by e.enumsortorder) from pg_enum e
              where e.enumtypid = c.oid))
          from pg_type c join pg_namespace n on n.oid = c.typnamespace
          where {Authors} and c.typtype in ('e', 'd') and {NotOfAnExtension}
        union all select 'extension ' || quote_ident(extname), '' from pg_extension
        ) o(k, v) order by 1
        """;
}
