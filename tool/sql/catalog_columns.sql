-- Columns of tables, views, materialized views and foreign tables, and attributes of composite types, one row
-- each; `position` still counts the dropped ones. Defaults hold no column, so they are deparsed without their
-- relation, which spares its lock.
-- $1: names of schemas, null = all. $2: names of relations, null = all.
select case c.relkind when 'c' then 'attribute' else 'column' end as kind,
       n.nspname as schema, c.relname as parent, a.attname as name,
       'pg_catalog.pg_class'::regclass::oid as class_oid, a.attrelid as object_oid, a.attnum as sub_id,
       d.oid as alias_pg_attrdef,
       a.attnum as position,
       format_type(a.atttypid, a.atttypmod) as type,
       case when a.attnotnull then 'yes' end as not_null,
       -- @if >= 18: case when nn.connoinherit then 'yes' end as not_null_no_inherit,
       -- @if >= 18: case when not nn.convalidated then 'no' end as not_null_validated,
       -- @if >= 18: nullif(nn.conname, c.relname || '_' || a.attname || '_not_null') as not_null_name,
       case when a.attgenerated = '' then pg_get_expr(d.adbin, 0) end as "default",
       case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end as generated,
       case when a.attgenerated = 'v' then 'yes' end as virtual,
       case a.attidentity when 'a' then 'always' when 'd' then 'by default' end as identity,
       case when a.attcollation <> t.typcollation
            then quote_ident(cn.nspname) || '.' || quote_ident(co.collname) end as collation,
       case when a.attstorage <> t.typstorage then
            case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'x' then 'extended'
                 else 'main' end end as storage,
       case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end as compression, -- @if >= 14
       nullif(a.attstattarget, -1) as statistics,
       a.attoptions as "option.*",
       a.attfdwoptions as "fdw_option.*",
       case when not a.attislocal then 'yes' end as inherited
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_type t on t.oid = a.atttypid
left join pg_catalog.pg_attrdef d on a.atthasdef and d.adrelid = a.attrelid and d.adnum = a.attnum
left join pg_catalog.pg_collation co on a.attcollation <> t.typcollation and co.oid = a.attcollation
left join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
-- @if >= 18: left join pg_catalog.pg_constraint nn on nn.contype = 'n' and nn.conrelid = a.attrelid
                                    -- @if >= 18: and nn.conkey = array[a.attnum]
where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
  and case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end
  and ($2::text[] is null or c.relname = any ($2::name[]));
