-- The table that a batch of issues is copied into, one row an issue; emptied at the end of each transaction.
CREATE TEMPORARY TABLE IF NOT EXISTS pgmend_sync_tasks (
    ord integer NOT NULL,
    mode "char" NOT NULL,
    partial boolean NOT NULL,
    tracker_id varchar(255) NOT NULL,
    key varchar(255) NOT NULL,
    summary varchar(500),
    description text,
    status varchar(255),
    author varchar(255),
    assignee varchar(255),
    client text,
    team varchar(255),
    prodteam varchar(255),
    profit_forecast varchar(255),
    created_at timestamp,
    task_updated_at timestamp,
    links jsonb,
    last_changelog_id varchar(255),
    full_data jsonb
) ON COMMIT DELETE ROWS
