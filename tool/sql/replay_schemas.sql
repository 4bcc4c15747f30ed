-- The schemas that a connection works in and that no migration needs to have made, with who owns them and what was
-- granted on them; one row each. Of the schema public, only what the role and PUBLIC may.
-- $1 names of schemas, $2 the role.
select n.nspname as name, pg_catalog.pg_get_userbyid(n.nspowner) as owner, n.nspowner = 10 as is_bootstrap,
       pg_catalog.has_schema_privilege($2::name, n.oid, 'CREATE') as is_writable,
       array(select pg_catalog.format('GRANT %s ON SCHEMA %I TO %s%s', a.privilege_type, n.nspname,
                                      case a.grantee when 0 then 'PUBLIC'
                                           else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) end,
                                      case when a.is_grantable then ' WITH GRANT OPTION' else '' end)
             from pg_catalog.aclexplode(n.nspacl) a
             where a.grantee <> n.nspowner
               and (n.nspname <> 'public' or a.grantee = 0 or pg_catalog.pg_get_userbyid(a.grantee) = $2::name)) as grants,
       array(select distinct pg_catalog.pg_get_userbyid(a.grantee)::text from pg_catalog.aclexplode(n.nspacl) a
             where a.grantee <> 0 and a.grantee <> n.nspowner
               and (n.nspname <> 'public' or pg_catalog.pg_get_userbyid(a.grantee) = $2::name)) as grantees
from pg_catalog.pg_namespace n
where n.nspname = any ($1::name[]) and n.nspname !~ '^pg_'
order by n.nspname;
