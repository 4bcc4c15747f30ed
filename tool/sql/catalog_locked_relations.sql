-- Relations of this database that another session holds a lock on which keeps readers of definitions waiting.
select distinct quote_ident(n.nspname) || '.' || quote_ident(c.relname) as relation, l.pid
from pg_catalog.pg_locks l
join pg_catalog.pg_class c on c.oid = l.relation
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where l.locktype = 'relation' and l.mode = 'AccessExclusiveLock' and l.granted and l.pid <> pg_backend_pid()
  and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
order by 1;
