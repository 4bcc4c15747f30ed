-- a
CREATE TABLE bill (id int PRIMARY KEY, v text);
-- rows
INSERT INTO bill VALUES (1, 'a'), (2, 'b'), (3, 'c');
-- b
CREATE TABLE bill (id serial PRIMARY KEY, v text);
