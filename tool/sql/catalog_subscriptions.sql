-- Subscriptions of this database, one row each; only a superuser may read the connection string.
select 'subscription' as kind, s.subname as name,
       'pg_catalog.pg_subscription'::regclass::oid as class_oid,
       s.oid as object_oid, -- @if >= 14
       -- Up to 13 a plain role may read neither this nor the next one.
       -- @if < 14 superuser: s.oid as object_oid,
       -- @if < 14 plain: 0 as object_oid,
       pg_get_userbyid(s.subowner) as owner,
       s.subconninfo as connection, -- @if superuser
       -- @if plain: 'connection' as unreadable,
       (select array_agg(p order by p collate "C") from unnest(s.subpublications) p) as "publications[]",
       s.subslotname as slot_name,
       nullif(s.subsynccommit, 'off') as synchronous_commit, -- @if >= 14
       -- @if < 14 superuser: nullif(s.subsynccommit, 'off') as synchronous_commit,
       case when s.subbinary then 'yes' end as "binary", -- @if >= 14
       case when s.substream then 'on' end as streaming, -- @if >= 14 < 16
       -- Listed where it is not what CREATE SUBSCRIPTION gives without being asked, off up to 17 and parallel then.
       -- @if >= 16 < 18: case s.substream when 't' then 'on' when 'p' then 'parallel' end as streaming,
       -- @if >= 18: case s.substream when 't' then 'on' when 'f' then 'off' end as streaming,
       case when s.subtwophasestate <> 'd' then 'yes' end as two_phase, -- @if >= 15
       case when s.subdisableonerr then 'yes' end as disable_on_error, -- @if >= 15
       -- @if >= 16: case when not s.subpasswordrequired then 'no' end as password_required,
       -- @if >= 16: case when s.subrunasowner then 'yes' end as run_as_owner,
       -- @if >= 16: nullif(s.suborigin, 'any') as origin,
       -- @if >= 17: case when s.subfailover then 'yes' end as failover,
       case when not s.subenabled then 'no' end as enabled
from pg_catalog.pg_subscription s
where s.subdbid = (select oid from pg_catalog.pg_database where datname = current_database());
