-- Create the tracker tables
--
-- revision:      99e284f2522b
-- down_revision:
-- branch_labels:
-- depends_on:
-- created:       2025-07-01T09:00:00Z

-- migrate:up
CREATE TABLE tracker_tasks (
    id serial PRIMARY KEY,
    tracker_id varchar(255) NOT NULL,
    summary varchar(500),
    description text,
    status varchar(255),
    author varchar(255),
    assignee varchar(255),
    business_client text,
    team varchar(255),
    prodteam varchar(255),
    profit_forecast varchar(255),
    created_at timestamp,
    updated_at timestamp,
    last_sync_at timestamp
);
CREATE UNIQUE INDEX idx_tracker_tasks_tracker_id ON tracker_tasks (tracker_id);
CREATE INDEX idx_tracker_tasks_last_sync ON tracker_tasks (last_sync_at);

CREATE TABLE tracker_task_history (
    id uuid PRIMARY KEY,
    task_id integer NOT NULL,
    tracker_id varchar(255) NOT NULL,
    status varchar(255) NOT NULL,
    status_display varchar(255) NOT NULL,
    start_date timestamp NOT NULL,
    end_date timestamp,
    created_at timestamp
);
CREATE INDEX idx_tracker_history_task_status ON tracker_task_history (task_id, status);
CREATE INDEX idx_tracker_history_dates ON tracker_task_history (start_date, end_date);

CREATE TABLE tracker_sync_logs (
    id uuid PRIMARY KEY,
    sync_started_at timestamp NOT NULL,
    sync_completed_at timestamp,
    tasks_processed integer,
    tasks_created integer,
    tasks_updated integer,
    errors_count integer,
    error_details text,
    status varchar(50)
);
CREATE INDEX idx_tracker_sync_logs_status ON tracker_sync_logs (status);
CREATE INDEX idx_tracker_sync_logs_started ON tracker_sync_logs (sync_started_at);

-- migrate:down
DROP TABLE tracker_sync_logs;
DROP TABLE tracker_task_history;
DROP TABLE tracker_tasks;
