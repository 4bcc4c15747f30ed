CREATE TABLE p (id integer, day date NOT NULL, note text, CONSTRAINT p_id CHECK (id > 0)) PARTITION BY RANGE (day);
CREATE TABLE p_old PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE p_moves PARTITION OF p FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
CREATE TABLE lonely (id integer, day date NOT NULL, note text);
CREATE TABLE base (id integer, shared text);
CREATE TABLE derived (own integer) INHERITS (base);
CREATE TABLE other (id integer, shared text);
