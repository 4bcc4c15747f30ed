-- Indexes that another one makes superfluous: the same access method, operator classes, collations, directions and
-- predicate, and the columns of this one are those of the other or its first ones. Of two that are equal, the one that
-- backs a constraint, is unique, is attached or has the name that comes first is kept.
WITH one AS (
    SELECT i.indexrelid, i.indrelid, c.relname, n.nspname, c.relam, i.indisunique, i.indnkeyatts, i.indnatts,
           i.indkey::smallint[] AS columns, i.indclass::oid[] AS classes, i.indcollation::oid[] AS collations,
           i.indoption::smallint[] AS options,
           coalesce(pg_get_expr(i.indexprs, i.indrelid), '') AS expressions,
           coalesce(pg_get_expr(i.indpred, i.indrelid), '') AS predicate,
           EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid) AS constrained,
           i.indisprimary, i.indisreplident, i.indisclustered,
           EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.indexrelid) AS attached,
           pg_relation_size(i.indexrelid) AS bytes
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_am m ON m.oid = c.relam
    WHERE i.indisvalid AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.nspname <> 'pgmend'
      AND m.amname IN ('btree', 'hash', 'gin', 'gist', 'brin', 'spgist')
)
SELECT DISTINCT ON (a.nspname, a.relname)
       a.nspname AS schema, a.relname AS name, a.indrelid::regclass::text AS table, a.bytes,
       b.relname AS other,
       CASE WHEN a.indnatts = b.indnatts AND b.indisprimary THEN 'the primary key has the same columns'
            WHEN a.indnatts = b.indnatts AND b.indisunique AND NOT a.indisunique THEN 'the unique index has the same columns'
            WHEN a.indnatts = b.indnatts THEN 'an identical index'
            ELSE 'its columns are a prefix of the other index' END AS evidence
FROM one a
JOIN one b ON b.indrelid = a.indrelid AND b.indexrelid <> a.indexrelid AND b.relam = a.relam
          AND b.expressions = a.expressions AND b.predicate = a.predicate
          AND b.columns[0:a.indnkeyatts - 1] = a.columns[0:a.indnkeyatts - 1]
          AND b.classes[0:a.indnkeyatts - 1] = a.classes[0:a.indnkeyatts - 1]
          AND b.collations[0:a.indnkeyatts - 1] = a.collations[0:a.indnkeyatts - 1]
          AND b.options[0:a.indnkeyatts - 1] = a.options[0:a.indnkeyatts - 1]
          AND b.columns @> a.columns AND b.indnkeyatts >= a.indnkeyatts
          AND (a.indnatts = b.indnatts OR b.relam = (SELECT oid FROM pg_am WHERE amname = 'btree'))
          AND (a.expressions = '' OR a.indnatts = b.indnatts)
WHERE NOT a.constrained AND NOT a.indisreplident AND NOT a.indisclustered AND NOT a.attached
  AND (NOT a.indisunique OR b.indisunique AND a.indnkeyatts = b.indnkeyatts)
  AND (a.indnatts < b.indnatts
       OR (b.constrained, b.indisunique, b.attached) > (a.constrained, a.indisunique, a.attached)
       OR (b.constrained, b.indisunique, b.attached) = (a.constrained, a.indisunique, a.attached)
          AND b.relname COLLATE "C" < a.relname COLLATE "C")
-- The widest one is named, since it is redundant itself only where an equal one stays.
ORDER BY a.nspname, a.relname, b.indnatts DESC, b.constrained DESC, b.indisunique DESC, b.relname
