CREATE TABLE parent (id integer PRIMARY KEY, code text, CONSTRAINT parent_code UNIQUE (code) INCLUDE (id) DEFERRABLE);
CREATE TABLE child (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parent_id integer CONSTRAINT to_parent REFERENCES parent ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    code text, during int4range, amount integer, status varchar(10),
    CONSTRAINT positive CHECK (amount >= 0), CONSTRAINT known CHECK (status IN ('open', 'closed')),
    CONSTRAINT one UNIQUE
    NULLS NOT DISTINCT -- @if >= 15
    (code, amount) WITH (fillfactor = 80));
ALTER TABLE child ADD CONSTRAINT later CHECK (amount < 1000);
ALTER TABLE child ADD CONSTRAINT unchecked CHECK (amount < 2000) NOT VALID;
COMMENT ON CONSTRAINT known ON child IS 'states';
