-- Sequences, one row each, those behind serial and identity columns too; parameters only where they are not
-- what CREATE SEQUENCE gives without options.
-- $1: names of schemas, null = all. $2: names of relations (sequences, or the owners of sequences), null = all.
select 'sequence' as kind, n.nspname as schema, c.relname as name,
       'pg_catalog.pg_class'::regclass::oid as class_oid, c.oid as object_oid,
       pg_get_userbyid(c.relowner) as owner,
       case c.relpersistence when 'u' then 'unlogged' when 't' then 'temporary' end as persistence,
       nullif(format_type(s.seqtypid, null), 'bigint') as type,
       nullif(s.seqincrement, 1) as increment,
       nullif(s.seqmin, case when s.seqincrement > 0 then 1 else lowest.value end) as minimum,
       nullif(s.seqmax, case when s.seqincrement > 0 then -(lowest.value + 1) else -1 end) as maximum,
       nullif(s.seqstart, case when s.seqincrement > 0 then s.seqmin else s.seqmax end) as start,
       nullif(s.seqcache, 1) as cache,
       case when s.seqcycle then 'yes' end as cycle,
       case when d.deptype = 'a' then owning.text end as owned_by,
       case when d.deptype = 'i' then owning.text end as identity_of
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_sequence s on s.seqrelid = c.oid
cross join lateral (select case s.seqtypid when 'int2'::regtype then -32768 when 'int4'::regtype then -2147483648
                                else -9223372036854775808 end as value) lowest
left join pg_catalog.pg_depend d
       on d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.objsubid = 0
      and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
left join pg_catalog.pg_class tc on tc.oid = d.refobjid
left join pg_catalog.pg_namespace tn on tn.oid = tc.relnamespace
left join pg_catalog.pg_attribute ta on ta.attrelid = d.refobjid and ta.attnum = d.refobjsubid
cross join lateral (select quote_ident(tn.nspname) || '.' || quote_ident(tc.relname) || '.' || quote_ident(ta.attname)
                    as text) owning
where c.relkind = 'S'
  and case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end
  and ($2::text[] is null or c.relname = any ($2::name[]) or tc.relname = any ($2::name[]));
