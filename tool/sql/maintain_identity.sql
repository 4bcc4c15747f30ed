-- Of the tables $1 (oids) one that a publication publishes with its deletions although it has no replica identity; no row
-- when there is none.
SELECT c.oid::regclass::text AS name
FROM pg_class c
WHERE c.oid = ANY ($1::oid[]) AND c.relpersistence = 'p'
  AND (c.relreplident = 'n'
       OR c.relreplident = 'd' AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
       OR c.relreplident = 'i' AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisreplident))
  AND EXISTS (SELECT
              FROM pg_publication p
              JOIN pg_publication_tables t ON t.pubname = p.pubname
              JOIN pg_namespace n ON n.nspname = t.schemaname
              JOIN pg_class published ON published.relnamespace = n.oid AND published.relname = t.tablename
              WHERE p.pubdelete
                AND (published.oid = c.oid
                     OR published.oid IN (SELECT relid FROM pg_partition_ancestors(c.oid))))
LIMIT 1
