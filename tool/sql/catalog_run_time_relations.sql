-- Relations that extensions have made at run time, one row each, with the extension: what is in an extension's own
-- schemas (chunks of TimescaleDB), and the partitions of the tables that pg_partman looks after. The reader leaves these
-- out, as it does what extensions own. The table of pg_partman is read only where it exists.
with recursive own_schemas as (
    select d.objid as schema_oid, d.refobjid as extension_oid
    from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_namespace'::regclass and d.refclassid = 'pg_catalog.pg_extension'::regclass
      and d.deptype = 'e'
), configuration as (
    select e.oid as extension_oid, n.nspname
    from pg_catalog.pg_extension e
    join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_extension'::regclass and d.refobjid = e.oid
                               and d.deptype = 'e' and d.classid = 'pg_catalog.pg_class'::regclass
    join pg_catalog.pg_class c on c.oid = d.objid and c.relname = 'part_config' and c.relkind = 'r'
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where e.extname = 'pg_partman' and has_table_privilege(c.oid, 'SELECT') and has_schema_privilege(n.oid, 'USAGE')
), children (extension_oid, relation_oid) as (
    select configuration.extension_oid, i.inhrelid
    from configuration,
         regexp_matches(query_to_xml(format('select parent_table from %I.part_config', configuration.nspname),
                                     false, false, '')::text,
                        '<parent_table>([^<]*)</parent_table>', 'g') as parent (name)
    join pg_catalog.pg_inherits i on i.inhparent = to_regclass(parent.name[1])
    union all
    select children.extension_oid, i.inhrelid
    from children join pg_catalog.pg_inherits i on i.inhparent = children.relation_oid
)
select 'pg_catalog.pg_class'::regclass::oid as class_oid, c.oid as object_oid, s.extension_oid
from own_schemas s join pg_catalog.pg_class c on c.relnamespace = s.schema_oid
union all
select 'pg_catalog.pg_class'::regclass::oid, relation_oid, extension_oid from children;
