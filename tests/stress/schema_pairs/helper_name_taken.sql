-- a
CREATE TABLE guest (a int, CONSTRAINT guest_a_is_not_null CHECK (a > 0));
-- rows
INSERT INTO guest VALUES (1);
-- b
CREATE TABLE guest (a int NOT NULL, CONSTRAINT guest_a_is_not_null CHECK (a > 0));
