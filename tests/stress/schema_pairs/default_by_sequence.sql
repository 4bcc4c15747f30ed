-- a
CREATE TABLE bill (no int DEFAULT 7);
-- rows
INSERT INTO bill VALUES (1), (2);
-- b
CREATE SEQUENCE counter; CREATE TABLE bill (no int DEFAULT nextval('counter'));
