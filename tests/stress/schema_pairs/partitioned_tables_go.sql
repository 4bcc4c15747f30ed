-- a
CREATE TABLE plot (no int PRIMARY KEY) PARTITION BY LIST (no); CREATE TABLE plot_1 PARTITION OF plot FOR VALUES IN (1);
CREATE TABLE zone (plot int REFERENCES plot);
-- rows
INSERT INTO plot VALUES (1);
-- b
CREATE TABLE other (a int);
