CREATE SCHEMA gone;
CREATE TABLE gone.t (id integer);
CREATE SCHEMA kept;
CREATE EXTENSION pg_trgm WITH SCHEMA kept;
CREATE TABLE words (w text);
CREATE INDEX like_w ON words USING gin (w kept.gin_trgm_ops);
