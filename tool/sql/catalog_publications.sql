-- Publications, one row each.
select 'publication' as kind, p.pubname as name,
       'pg_catalog.pg_publication'::regclass::oid as class_oid, p.oid as object_oid,
       pg_get_userbyid(p.pubowner) as owner,
       case when p.puballtables then 'yes' end as all_tables,
       concat_ws(', ', case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
                 case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end) as publish,
       -- @if >= 18: nullif(p.pubgencols, 'n') as generated_columns,
       case when p.pubviaroot then 'yes' end as via_partition_root
from pg_catalog.pg_publication p;
