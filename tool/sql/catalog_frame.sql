-- What a look at the end of a reading (catalog_changes) measures from: the snapshot that this transaction reads with,
-- and for each catalog that deparsing looks at how many rows it has. Rows of pg_attribute and pg_index go with those
-- of pg_class, so they are not counted. Temporary tables come and go and do not count.
with temporary as materialized (
    select coalesce(array_agg(oid), '{}') from pg_catalog.pg_class where relpersistence = 't'
)
select pg_current_snapshot()::text as snapshot, concat_ws(' ',
    (select count(*) from pg_catalog.pg_class where oid >= 16384 and relpersistence <> 't' and relkind <> 't'),
    (select count(*) from pg_catalog.pg_attrdef where adrelid <> all ((table temporary)::oid[])),
    (select count(*) from pg_catalog.pg_constraint where oid >= 16384 and conrelid <> all ((table temporary)::oid[])),
    (select count(*) from pg_catalog.pg_inherits where inhrelid <> all ((table temporary)::oid[])),
    (select count(*) from pg_catalog.pg_rewrite where oid >= 16384 and ev_class <> all ((table temporary)::oid[])),
    (select count(*) from pg_catalog.pg_trigger where oid >= 16384 and tgrelid <> all ((table temporary)::oid[])),
    (select count(*) from pg_catalog.pg_policy),
    (select count(*) from pg_catalog.pg_proc where oid >= 16384),
    (select count(*) from pg_catalog.pg_type where oid >= 16384 and typrelid = 0 and typelem = 0),
    (select count(*) from pg_catalog.pg_enum where oid >= 16384),
    (select count(*) from pg_catalog.pg_operator where oid >= 16384),
    (select count(*) from pg_catalog.pg_opclass where oid >= 16384),
    (select count(*) from pg_catalog.pg_collation where oid >= 16384),
    (select count(*) from pg_catalog.pg_statistic_ext),
    (select count(*) from pg_catalog.pg_namespace where oid >= 16384 and nspname !~ '^pg_'),
    (select count(*) from pg_catalog.pg_extension where oid >= 16384)) as counts;
