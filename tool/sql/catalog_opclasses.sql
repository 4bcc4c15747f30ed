-- Operator classes, one row each; their operators and functions stand with the family.
-- $1: names of schemas, null = all.
select 'operator_class' as kind, n.nspname as schema, o.opcname as name, 'USING ' || am.amname as signature,
       'pg_catalog.pg_opclass'::regclass::oid as class_oid, o.oid as object_oid,
       pg_get_userbyid(o.opcowner) as owner,
       quote_ident(fn.nspname) || '.' || quote_ident(f.opfname) as family,
       format_type(o.opcintype, null) as type,
       case when o.opcdefault then 'yes' end as "default",
       case when o.opckeytype <> 0 then format_type(o.opckeytype, null) end as storage
from pg_catalog.pg_opclass o
join pg_catalog.pg_am am on am.oid = o.opcmethod
join pg_catalog.pg_namespace n on n.oid = o.opcnamespace
join pg_catalog.pg_opfamily f on f.oid = o.opcfamily
join pg_catalog.pg_namespace fn on fn.oid = f.opfnamespace
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
