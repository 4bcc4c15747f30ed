-- Of the table $1 (oid) the smallest index that holds all rows in the order of the columns $2 (names, any order): their
-- names in its order, an array. No row when there is none.
SELECT k.names
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am m ON m.oid = c.relam AND m.amname = 'btree'
CROSS JOIN LATERAL (
    SELECT array_agg(a.attname ORDER BY u.nr)::text[] AS names, min(u.option) AS least, max(u.option) AS greatest,
           bool_and(o.opcdefault AND u.coll = a.attcollation) AS usual
    FROM unnest(i.indkey::smallint[], i.indclass::oid[], i.indcollation::oid[], i.indoption::smallint[])
         WITH ORDINALITY u (num, class, coll, option, nr)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.num
    JOIN pg_opclass o ON o.oid = u.class
    WHERE u.nr <= cardinality($2::text[])) k
WHERE i.indrelid = $1::oid AND i.indisvalid AND i.indpred IS NULL AND k.usual
  AND cardinality(k.names) = cardinality($2::text[]) AND k.names @> $2::text[] AND k.names <@ $2::text[]
  AND k.least = k.greatest AND k.least IN (0, 3) -- all ascending, or all descending
ORDER BY pg_relation_size(i.indexrelid)
LIMIT 1
