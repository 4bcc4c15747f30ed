-- How many definitions that deparsing looks at others have committed since a snapshot, $1, as catalog_frame gives it.
-- What is gone since then lowers the counts there.
-- Ages count from the same transaction within one statement, which makes 32-bit ids comparable. Rows of this
-- session's own transaction are in progress, and were there then.
with temporary as materialized (
    select coalesce(array_agg(oid), '{}') from pg_catalog.pg_class where relpersistence = 't'
), given as (
    select $1::text::pg_snapshot as then
), limits as materialized (
    select age(pg_snapshot_xmin(given.then)::xid) as first, age(pg_snapshot_xmax(given.then)::xid) as last,
           (select coalesce(array_agg(x::xid), '{}') from pg_snapshot_xip(given.then) x) as running,
           pg_snapshot_xmax(given.then)::text::bigint + age(pg_snapshot_xmax(given.then)::xid) as next
    from given
), rows as (
    select xmin from pg_catalog.pg_class where oid >= 16384 and relpersistence <> 't' and relkind <> 't'
    union all
    select xmin from pg_catalog.pg_attribute where attrelid >= 16384 and attnum > 0 and attrelid <> all ((table temporary)::oid[])
    union all
    select xmin from pg_catalog.pg_attrdef where adrelid <> all ((table temporary)::oid[])
    union all
    select xmin from pg_catalog.pg_constraint where oid >= 16384 and conrelid <> all ((table temporary)::oid[])
    union all
    select xmin from pg_catalog.pg_index where indexrelid >= 16384 and indrelid <> all ((table temporary)::oid[])
    union all
    select xmin from pg_catalog.pg_inherits where inhrelid <> all ((table temporary)::oid[])
    union all
    select xmin from pg_catalog.pg_rewrite where oid >= 16384 and ev_class <> all ((table temporary)::oid[])
    union all
    select xmin from pg_catalog.pg_trigger where oid >= 16384 and tgrelid <> all ((table temporary)::oid[])
    union all
    select xmin from pg_catalog.pg_policy
    union all
    select xmin from pg_catalog.pg_proc where oid >= 16384
    union all
    select xmin from pg_catalog.pg_type where oid >= 16384 and typrelid = 0 and typelem = 0
    union all
    select xmin from pg_catalog.pg_enum where oid >= 16384
    union all
    select xmin from pg_catalog.pg_operator where oid >= 16384
    union all
    select xmin from pg_catalog.pg_opclass where oid >= 16384
    union all
    select xmin from pg_catalog.pg_collation where oid >= 16384
    union all
    select xmin from pg_catalog.pg_statistic_ext
    union all
    select xmin from pg_catalog.pg_namespace where oid >= 16384 and nspname !~ '^pg_'
    union all
    select xmin from pg_catalog.pg_extension where oid >= 16384
)
select count(*) as younger from rows, limits
where case when age(rows.xmin) <= limits.first
            and (age(rows.xmin) <= limits.last or rows.xmin = any (limits.running))
           then pg_xact_status((limits.next - age(rows.xmin))::text::xid8) = 'committed' end;
