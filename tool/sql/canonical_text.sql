-- How the server writes out the one thing that a second look has made in the temporary schema, in one row.
select coalesce(
    (select pg_get_viewdef(c.oid) from pg_catalog.pg_class c
     where c.relnamespace = pg_my_temp_schema() and c.relname = 'pgmend_canonical_view'),
    (select pg_get_constraintdef(k.oid) from pg_catalog.pg_constraint k
     where k.connamespace = pg_my_temp_schema() and k.conname = 'pgmend_canonical_constraint'),
    (select substr(pg_get_indexdef(c.oid), strpos(pg_get_indexdef(c.oid), ' USING ') + 7) from pg_catalog.pg_class c
     where c.relnamespace = pg_my_temp_schema() and c.relname = 'pgmend_canonical_index'),
    (select pg_get_partkeydef(c.oid) from pg_catalog.pg_class c
     where c.relnamespace = pg_my_temp_schema() and c.relname = 'pgmend_canonical_partitioned'),
    (select pg_get_expr(d.adbin, d.adrelid)
     from pg_catalog.pg_attrdef d join pg_catalog.pg_class c on c.oid = d.adrelid
     where c.relnamespace = pg_my_temp_schema() and c.relname = 'pgmend_canonical'),
    (select pg_get_expr(p.polqual, p.polrelid)
     from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid
     where c.relnamespace = pg_my_temp_schema() and p.polname = 'pgmend_canonical_policy'),
    (select pg_get_triggerdef(g.oid)
     from pg_catalog.pg_trigger g join pg_catalog.pg_class c on c.oid = g.tgrelid
     where c.relnamespace = pg_my_temp_schema() and g.tgname = 'pgmend_canonical_trigger'),
    (select pg_get_ruledef(r.oid)
     from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = r.ev_class
     where c.relnamespace = pg_my_temp_schema() and r.rulename = 'pgmend_canonical_rule'),
    (select pg_get_function_arguments(p.oid)
            || coalesce(pg_get_function_sqlbody(p.oid), '') -- @if >= 14
     from pg_catalog.pg_proc p
     where p.pronamespace = pg_my_temp_schema() and p.proname = 'pgmend_canonical_function'),
    (select pg_get_expr(t.typdefaultbin, 0) from pg_catalog.pg_type t
     where t.typnamespace = pg_my_temp_schema() and t.typname = 'pgmend_canonical_domain'),
    (select pg_get_statisticsobjdef(s.oid) from pg_catalog.pg_statistic_ext s
     where s.stxnamespace = pg_my_temp_schema() and s.stxname = 'pgmend_canonical_statistics'),
    (select coalesce(to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'colliculocale', l.collcollate)
     from pg_catalog.pg_collation l
     where l.collnamespace = pg_my_temp_schema() and l.collname = 'pgmend_canonical_collation')) as text;
