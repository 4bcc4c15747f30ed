-- Tablespaces that users made, one row each; where they lie is the machine's business.
select 'tablespace' as kind, t.spcname as name,
       'pg_catalog.pg_tablespace'::regclass::oid as class_oid, t.oid as object_oid,
       pg_get_userbyid(t.spcowner) as owner, t.spcoptions as "option.*",
       (select array_agg(x.who || '=' || x.what)
        from (select case e.grantee when 0 then 'PUBLIC' else pg_get_userbyid(e.grantee)::text end as who,
                     string_agg(e.privilege_type || case when e.is_grantable then '*' else '' end, ', '
                                order by e.privilege_type, e.is_grantable) as what
              from aclexplode(coalesce(t.spcacl, acldefault('t', t.spcowner))) e group by e.grantee) x) as "acl.*"
from pg_catalog.pg_tablespace t
where t.oid >= 16384;
