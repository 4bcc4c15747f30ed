-- The pid that is building the index $1 (oid) right now; no row when nobody is.
SELECT pid FROM pg_stat_progress_create_index WHERE index_relid = $1::oid
