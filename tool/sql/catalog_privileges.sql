-- Privileges that differ from what the object would have without any GRANT or REVOKE, one row an object and
-- grantee: `granted` is what it has now ("SELECT, UPDATE*"; * = may grant it on), null = all taken away.
-- For objects of the server and of extensions the ones they came with are the measure; such rows carry
-- `identity`, since these objects are not read otherwise. What the information schema grants is recorded nowhere,
-- so it is left out.
with recorded as (
    select 'pg_catalog.pg_class'::regclass::oid as class, oid, 0 as sub, relowner as owner, relacl as acl,
           case relkind when 'S' then 's' else 'r' end::"char" as type
    from pg_catalog.pg_class
    where relacl is not null and relnamespace is distinct from to_regnamespace('information_schema')
    union all
    select 'pg_catalog.pg_class'::regclass, a.attrelid, a.attnum, c.relowner, a.attacl, 'c'
    from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
    where a.attacl is not null and not a.attisdropped
      and c.relnamespace is distinct from to_regnamespace('information_schema')
    union all
    select 'pg_catalog.pg_proc'::regclass, oid, 0, proowner, proacl, 'f'
    from pg_catalog.pg_proc
    where proacl is not null and pronamespace is distinct from to_regnamespace('information_schema')
    union all
    select 'pg_catalog.pg_type'::regclass, oid, 0, typowner, typacl, 'T'
    from pg_catalog.pg_type
    where typacl is not null and typnamespace is distinct from to_regnamespace('information_schema')
    union all
    select 'pg_catalog.pg_namespace'::regclass, oid, 0, nspowner, nspacl, 'n'
    from pg_catalog.pg_namespace where nspacl is not null and nspname <> 'information_schema'
    union all
    select 'pg_catalog.pg_language'::regclass, oid, 0, lanowner, lanacl, 'l'
    from pg_catalog.pg_language where lanacl is not null
    union all
    select 'pg_catalog.pg_foreign_data_wrapper'::regclass, oid, 0, fdwowner, fdwacl, 'F'
    from pg_catalog.pg_foreign_data_wrapper where fdwacl is not null
    union all
    select 'pg_catalog.pg_foreign_server'::regclass, oid, 0, srvowner, srvacl, 'S'
    from pg_catalog.pg_foreign_server where srvacl is not null
    union all
    select 'pg_catalog.pg_default_acl'::regclass, oid, 0, defaclrole, defaclacl,
           case when defaclnamespace <> 0 then 'c' when defaclobjtype = 'S' then 's' else defaclobjtype end
    from pg_catalog.pg_default_acl
), measured as (
    select r.*, i.initprivs is not null or r.oid < 16384 as foreign_born,
           coalesce(i.initprivs, acldefault(r.type, r.owner)) as base
    from recorded r
    left join pg_catalog.pg_init_privs i
           on i.classoid = r.class and i.objoid = r.oid and i.objsubid = r.sub
          and r.oid is distinct from to_regnamespace('public')
), items as (
    select m.class, m.oid, m.sub, m.owner, m.foreign_born, true as now, (aclexplode(m.acl)).*
    from measured m where m.acl <> m.base
    union all
    select m.class, m.oid, m.sub, m.owner, m.foreign_born, false, (aclexplode(m.base)).*
    from measured m where m.acl <> m.base
), by_grantee as (
    select class, oid, sub, foreign_born, grantee, now,
           string_agg(privilege_type || case when is_grantable then '*' else '' end
                      || case when grantor <> owner then '/' || pg_get_userbyid(grantor) else '' end,
                      ', ' order by privilege_type, grantor, is_grantable) as text
    from items group by class, oid, sub, foreign_born, grantee, now
), changed as (
    select class, oid, sub, foreign_born, grantee, max(text) filter (where now) as granted
    from by_grantee group by class, oid, sub, foreign_born, grantee
    having max(text) filter (where now) is distinct from max(text) filter (where not now)
)
select class as class_oid, oid as object_oid, sub as sub_id,
       case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee)::text end as grantee, granted,
       case when foreign_born
              or exists (select from pg_catalog.pg_depend d
                         where d.classid = class and d.objid = oid and d.deptype = 'e')
            then (pg_identify_object(class, oid, sub)).type || ' '
                 || (pg_identify_object(class, oid, sub)).identity end as identity
from changed;
