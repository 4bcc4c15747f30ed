-- The database itself, one row.
select 'database' as kind, d.datname as name,
       'pg_catalog.pg_database'::regclass::oid as class_oid, d.oid as object_oid,
       pg_get_userbyid(d.datdba) as owner,
       pg_encoding_to_char(d.encoding) as encoding,
       d.datcollate as lc_collate, d.datctype as lc_ctype,
       case d.datlocprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end -- @if >= 15
            as locale_provider, -- @if >= 15
       d.daticulocale as locale, -- @if >= 15 < 17
       -- @if >= 17: d.datlocale as locale,
       nullif(d.datconnlimit, -1) as connection_limit,
       case when d.datistemplate then 'yes' end as template,
       case when not d.datallowconn then 'no' end as allow_connections,
       nullif(ts.spcname, 'pg_default') as tablespace,
       (select description from pg_catalog.pg_shdescription
        where classoid = 'pg_catalog.pg_database'::regclass and objoid = d.oid) as comment,
       (select array_agg(x.who || '=' || x.what)
        from (select case e.grantee when 0 then 'PUBLIC' else pg_get_userbyid(e.grantee)::text end as who,
                     string_agg(e.privilege_type || case when e.is_grantable then '*' else '' end, ', '
                                order by e.privilege_type, e.is_grantable) as what
              from aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) e group by e.grantee) x) as "acl.*"
from pg_catalog.pg_database d
join pg_catalog.pg_tablespace ts on ts.oid = d.dattablespace
where d.datname = current_database();
