"""Down sections: the reverse of each statement that can be turned around, in reverse order."""

import re

from oracle.catalog import Catalog

TURNED = [
    (r"CREATE (?:OR REPLACE )?(?:UNIQUE )?(TABLE|VIEW|MATERIALIZED VIEW|SEQUENCE|SCHEMA|TYPE|DOMAIN|INDEX) ([\w.]+)(?= |$)",
     lambda m: None if m[2] in ("IF", "ON") else f"DROP {m[1]} {m[2]}{' CASCADE' if m[1] != 'INDEX' else ''}"),
    (r"CREATE (?:OR REPLACE )?FUNCTION ([\w.]+)\((n int)?\)",
     lambda m: f"DROP FUNCTION {m[1]}({'int' if m[2] else ''}) CASCADE"),
    (r"CREATE (?:OR REPLACE )?(TRIGGER|RULE|POLICY) (\w+) .*?(?:ON|TO) ([\w.]+)(?= USING| FOR| DO)",
     lambda m: f"DROP {m[1]} {m[2]} ON {m[3]}"),
    (r"ALTER (TABLE|INDEX|VIEW|MATERIALIZED VIEW|SEQUENCE) (\w+) RENAME TO (\w+)$",
     lambda m: f"ALTER {m[1]} {m[3]} RENAME TO {m[2]}"),
    (r"ALTER TABLE ([\w.]+) RENAME (COLUMN|CONSTRAINT) (\w+) TO (\w+)$",
     lambda m: f"ALTER TABLE {m[1]} RENAME {m[2]} {m[4]} TO {m[3]}"),
    (r"ALTER TABLE ([\w.]+) ADD COLUMN (\w+) [^,]*$", lambda m: f"ALTER TABLE {m[1]} DROP COLUMN {m[2]}"),
    (r"ALTER TABLE ([\w.]+) ADD CONSTRAINT (\w+) .*$", lambda m: f"ALTER TABLE {m[1]} DROP CONSTRAINT {m[2]}"),
    (r"ALTER TABLE ([\w.]+) ALTER COLUMN (\w+) (SET|DROP) NOT NULL$",
     lambda m: f"ALTER TABLE {m[1]} ALTER COLUMN {m[2]} {'DROP' if m[3] == 'SET' else 'SET'} NOT NULL"),
    (r"ALTER TABLE ([\w.]+) (DISABLE|ENABLE) TRIGGER (\w+)$",
     lambda m: f"ALTER TABLE {m[1]} {'ENABLE' if m[2] == 'DISABLE' else 'DISABLE'} TRIGGER {m[3]}"),
    (r"UPDATE ([\w.]+) SET (\w+) = (\w+) \+ 1$", lambda m: f"UPDATE {m[1]} SET {m[2]} = {m[3]} - 1"),
    (r"DROP (TABLE|VIEW|MATERIALIZED VIEW|SEQUENCE|INDEX|TYPE|DOMAIN) (?:IF EXISTS )?([\w.]+)", lambda m: (m[1], m[2])),
    (r"DROP (TRIGGER|RULE|POLICY) (?:IF EXISTS )?([\w.]+)", lambda m: (m[1], m[2])),
]


def reverse(statement, made):
    for pattern, turn in TURNED:
        match = re.match(pattern, statement)
        if match:
            found = turn(match)
            return made.get(found) if isinstance(found, tuple) else found
    return None


def down_section(g, before, ups):
    """Tried on the scratch database, and undone there: a statement that would fail is left out. With it, whether it takes
    everything back but rows."""
    downs = []
    g.cursor.execute("SAVEPOINT down")
    for statement in reversed(ups):
        found = reverse(statement, g.made)
        if found and g.run(found):
            downs.append(found)
    exact = Catalog(g.cursor).tree == before.tree
    g.cursor.execute("ROLLBACK TO down; RELEASE down")
    return downs, exact
