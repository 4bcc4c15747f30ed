-- Relations of this database that another session holds a lock on which keeps readers of definitions waiting.
select distinct l.relation::regclass::text as relation, l.pid
from pg_catalog.pg_locks l
where l.locktype = 'relation' and l.mode = 'AccessExclusiveLock' and l.granted and l.pid <> pg_backend_pid()
  and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
order by 1;
