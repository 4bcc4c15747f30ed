-- Collations, one row each; the version of the library that made them is not read, it differs from machine to
-- machine. $1: names of schemas, null = all.
select 'collation' as kind, n.nspname as schema, c.collname as name,
       'pg_catalog.pg_collation'::regclass::oid as class_oid, c.oid as object_oid,
       pg_get_userbyid(c.collowner) as owner,
       case c.collprovider when 'i' then 'icu' when 'c' then 'libc' when 'b' then 'builtin' else 'default' end
            as provider,
       case when c.collprovider <> 'i' then c.collcollate end as lc_collate,
       case when c.collprovider <> 'i' then c.collctype end as lc_ctype,
       -- @if < 15: case when c.collprovider = 'i' then c.collcollate end as locale,
       -- @if >= 17: c.colllocale as locale,
       c.colliculocale as locale, -- @if >= 15 < 17
       -- @if >= 16: c.collicurules as rules,
       nullif(c.collencoding, -1) as encoding,
       case when not c.collisdeterministic then 'no' end as deterministic
from pg_catalog.pg_collation c
join pg_catalog.pg_namespace n on n.oid = c.collnamespace
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
