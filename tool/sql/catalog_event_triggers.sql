-- Event triggers, one row each.
select 'event_trigger' as kind, e.evtname as name,
       'pg_catalog.pg_event_trigger'::regclass::oid as class_oid, e.oid as object_oid,
       pg_get_userbyid(e.evtowner) as owner,
       e.evtevent as event, e.evtfoid::regproc::text as function,
       (select array_agg(t order by t collate "C") from unnest(e.evttags) t) as "tags[]",
       case e.evtenabled when 'D' then 'disabled' when 'R' then 'replica' when 'A' then 'always' end as enabled
from pg_catalog.pg_event_trigger e;
