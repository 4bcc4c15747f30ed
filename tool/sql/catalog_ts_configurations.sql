-- Text search configurations, one row each, with the dictionaries of every token type in their order.
-- $1: names of schemas, null = all.
with mapping as (
    select m.mapcfg, m.maptokentype,
           string_agg(m.mapdict::regdictionary::text, ', ' order by m.mapseqno) as dictionaries
    from pg_catalog.pg_ts_config_map m group by m.mapcfg, m.maptokentype
)
select 'text_search_configuration' as kind, n.nspname as schema, c.cfgname as name,
       'pg_catalog.pg_ts_config'::regclass::oid as class_oid, c.oid as object_oid,
       pg_get_userbyid(c.cfgowner) as owner,
       quote_ident(pn.nspname) || '.' || quote_ident(p.prsname) as parser,
       (select array_agg(tt.alias || '=' || m.dictionaries)
        from mapping m join ts_token_type(c.cfgparser) tt on tt.tokid = m.maptokentype
        where m.mapcfg = c.oid) as "mapping.*"
from pg_catalog.pg_ts_config c
join pg_catalog.pg_namespace n on n.oid = c.cfgnamespace
join pg_catalog.pg_ts_parser p on p.oid = c.cfgparser
join pg_catalog.pg_namespace pn on pn.oid = p.prsnamespace
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
