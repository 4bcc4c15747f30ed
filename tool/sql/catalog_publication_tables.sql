-- Tables of publications, one row each.
select 'publication_table' as kind, p.pubname as parent,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name,
       'pg_catalog.pg_publication_rel'::regclass::oid as class_oid, r.oid as object_oid,
       pg_get_expr(r.prqual, r.prrelid) as "where", -- @if >= 15
       (select array_agg(a.attname::text order by a.attname collate "C") -- @if >= 15
        from pg_catalog.pg_attribute a -- @if >= 15
        where a.attrelid = r.prrelid and a.attnum = any (r.prattrs)) as "columns[]", -- @if >= 15
       'yes' as published
from pg_catalog.pg_publication_rel r
join pg_catalog.pg_publication p on p.oid = r.prpubid
join pg_catalog.pg_class c on c.oid = r.prrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace;
