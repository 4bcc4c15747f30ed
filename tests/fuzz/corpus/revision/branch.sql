-- x
-- revision: a
-- down_revision: b, c
-- branch_labels: l
-- depends_on: d

-- migrate:up transaction:false
SELECT $$;$$;
-- migrate:down
-- pgmend: transaction=false
