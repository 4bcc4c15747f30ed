-- Tables, views, materialized views and foreign tables, one row each.
-- $1: names of schemas, null = all. $2: names of relations, null = all.
select case c.relkind when 'v' then 'view' when 'm' then 'materialized_view' when 'f' then 'foreign_table'
            else 'table' end as kind,
       n.nspname as schema, c.relname as name,
       'pg_catalog.pg_class'::regclass::oid as class_oid, c.oid as object_oid,
       nullif(c.reltype, 0) as alias_pg_type, v.oid as alias_pg_rewrite,
       pg_get_userbyid(c.relowner) as owner,
       -- A partitioned table has no storage, and SET LOGGED does nothing to it before version 18.
       case when c.relkind <> 'p' then
            case c.relpersistence when 'u' then 'unlogged' when 't' then 'temporary' end
            end as persistence,
       nullif(am.amname, 'heap') as access_method,
       ts.spcname as tablespace,
       c.reloptions as "option.*",
       toast.reloptions as "toast_option.*",
       case when c.relkind in ('r', 'p') then
            case c.relreplident when 'f' then 'full' when 'n' then 'nothing'
                 when 'i' then coalesce('index ' || quote_ident(ri.relname), 'index, dropped') end
            end as replica_identity,
       case when c.relrowsecurity then 'yes' end as row_security,
       case when c.relforcerowsecurity then 'yes' end as force_row_security,
       cl.relname as clustered_on,
       case when not c.relispartition then
            (select array_agg(i.inhparent::regclass::text order by i.inhseqno)
             from pg_catalog.pg_inherits i where i.inhrelid = c.oid) end as "inherits[]",
       parent.inhparent::regclass::text as partition_of,
       case when parent.inhdetachpending then 'yes' end as detach_pending, -- @if >= 14
       case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end as partition_bound,
       case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as partition_key,
       case when c.reloftype <> 0 then format_type(c.reloftype, null) end as of_type,
       case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition,
       case when c.relkind = 'm' and not c.relispopulated then 'no' end as populated,
       fs.srvname as server,
       ft.ftoptions as "fdw_option.*"
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_rewrite v
       on c.relkind in ('v', 'm') and v.ev_class = c.oid and v.rulename = '_RETURN'
left join pg_catalog.pg_am am on am.oid = c.relam
left join pg_catalog.pg_tablespace ts on ts.oid = c.reltablespace
left join pg_catalog.pg_class toast on toast.oid = c.reltoastrelid and toast.reloptions is not null
left join pg_catalog.pg_inherits parent on c.relispartition and parent.inhrelid = c.oid
left join (select i.indrelid, ic.relname
           from pg_catalog.pg_index i join pg_catalog.pg_class ic on ic.oid = i.indexrelid
           where i.indisclustered) cl on cl.indrelid = c.oid
left join (select i.indrelid, ic.relname
           from pg_catalog.pg_index i join pg_catalog.pg_class ic on ic.oid = i.indexrelid
           where i.indisreplident) ri on c.relreplident = 'i' and ri.indrelid = c.oid
left join pg_catalog.pg_foreign_table ft on ft.ftrelid = c.oid
left join pg_catalog.pg_foreign_server fs on fs.oid = ft.ftserver
where c.relkind in ('r', 'p', 'v', 'm', 'f')
  and case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end
  and ($2::text[] is null or c.relname = any ($2::name[]));
