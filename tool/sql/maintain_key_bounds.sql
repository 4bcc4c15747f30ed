-- The bounds of the histogram of a column ($1 schema, $2 table, $3 column, $4 whether it is a partitioned one), an array
-- of texts; no row when there is none.
SELECT histogram_bounds::text::text[] AS bounds
FROM pg_stats
WHERE schemaname = $1 AND tablename = $2 AND attname = $3 AND inherited = $4::boolean AND histogram_bounds IS NOT NULL
