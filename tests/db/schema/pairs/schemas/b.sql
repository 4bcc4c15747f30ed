CREATE SCHEMA kept;
CREATE SCHEMA "New One";
CREATE EXTENSION pg_trgm WITH SCHEMA "New One";
CREATE EXTENSION citext WITH SCHEMA kept;
CREATE TABLE words (w kept.citext);
COMMENT ON SCHEMA kept IS 'kept';
CREATE TABLE "New One".t (id integer);
