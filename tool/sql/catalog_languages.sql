-- Procedural languages that are not part of the server, one row each.
select 'language' as kind, l.lanname as name,
       'pg_catalog.pg_language'::regclass::oid as class_oid, l.oid as object_oid,
       pg_get_userbyid(l.lanowner) as owner,
       case when l.lanpltrusted then 'yes' end as trusted,
       nullif(l.lanplcallfoid, 0)::regproc::text as handler,
       nullif(l.laninline, 0)::regproc::text as inline,
       nullif(l.lanvalidator, 0)::regproc::text as validator
from pg_catalog.pg_language l
where l.lanispl;
