CREATE TABLE parent (id integer, code text, CONSTRAINT parent_code UNIQUE (code));
CREATE TABLE child (id integer, parent_id integer, code text REFERENCES parent (code), during int4range, amount integer,
    status varchar(10), CONSTRAINT positive CHECK (amount > 0), EXCLUDE USING gist (during WITH &&));
ALTER TABLE child ADD CONSTRAINT later CHECK (amount < 1000) NOT VALID;
