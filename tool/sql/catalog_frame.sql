-- One text that changes whenever a definition changes that deparsing looks at: for each catalog how many rows
-- there are and the sum of the transactions that wrote them. A new or changed row has a younger transaction than
-- any that was there, and one that is gone lowers the count, so no change leaves both alike. The sum is taken
-- over age(), which is far cheaper than making a number of each xmin; within one statement all ages count from
-- the same transaction, and that of xid 3 tells which. Temporary tables come and go and do not count.
with temporary as materialized (
    select coalesce(array_agg(oid), '{}') from pg_catalog.pg_class where relpersistence = 't'
)
select concat_ws(' ',
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_class where oid >= 16384 and relpersistence <> 't' and relkind <> 't'),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_attribute where attrelid >= 16384 and attnum > 0 and attrelid <> all ((table temporary)::oid[])),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_attrdef where adrelid <> all ((table temporary)::oid[])),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_constraint where oid >= 16384 and conrelid <> all ((table temporary)::oid[])),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_index where indexrelid >= 16384 and indrelid <> all ((table temporary)::oid[])),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_inherits where inhrelid <> all ((table temporary)::oid[])),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_rewrite where oid >= 16384 and ev_class <> all ((table temporary)::oid[])),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_trigger where oid >= 16384 and tgrelid <> all ((table temporary)::oid[])),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_policy),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_proc where oid >= 16384),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_type where oid >= 16384 and typrelid = 0 and typelem = 0),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_enum where oid >= 16384),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_operator where oid >= 16384),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_opclass where oid >= 16384),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_collation where oid >= 16384),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_statistic_ext),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_namespace where oid >= 16384 and nspname !~ '^pg_'),
    (select count(*) || ':' || coalesce(count(*) * age('3'::xid) - sum(age(xmin)), 0)
     from pg_catalog.pg_extension where oid >= 16384)) as frame;
