CREATE TABLE i (a integer, b text, c text, j jsonb);
CREATE INDEX changed ON i (a);
CREATE INDEX gone ON i (b);
CREATE INDEX tuned ON i (b) WITH (fillfactor = 70);
CREATE INDEX expressed ON i ((a + 1));
CREATE STATISTICS together (ndistinct) ON a, b FROM i;
CREATE STATISTICS others ON b, c FROM i;
