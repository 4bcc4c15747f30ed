"""What a database holds, as plain values: the generator of histories chooses from it."""

from types import SimpleNamespace

QUERY = """
SELECT pg_catalog.json_build_object(
  'schemas', (SELECT json_agg(nspname ORDER BY nspname) FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)'),
  'relations', (SELECT json_agg(json_build_object(
      'schema', n.nspname, 'name', c.relname, 'kind', c.relkind, 'partition', c.relispartition,
      'parent', (SELECT inhparent::regclass::text FROM pg_inherits WHERE inhrelid = c.oid),
      'definition', CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
      'columns', (SELECT coalesce(json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod),
            'not_null', attnotnull, 'default', atthasdef, 'identity', attidentity <> '', 'always', attidentity = 'a',
            'generated', attgenerated <> '') ORDER BY attnum), '[]')
          FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped),
      'constraints', (SELECT coalesce(json_agg(json_build_object('name', conname, 'type', contype,
            'definition', pg_get_constraintdef(oid)) ORDER BY conname), '[]')
          FROM pg_constraint WHERE conrelid = c.oid AND contype IN ('p', 'u', 'c', 'f')),
      'triggers', (SELECT coalesce(json_agg(json_build_object('name', tgname, 'definition', pg_get_triggerdef(oid))
            ORDER BY tgname), '[]') FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal),
      'rules', (SELECT coalesce(json_agg(json_build_object('name', rulename, 'definition', pg_get_ruledef(oid))
            ORDER BY rulename), '[]') FROM pg_rewrite WHERE ev_class = c.oid AND rulename <> '_RETURN'),
      'policies', (SELECT coalesce(json_agg(polname ORDER BY polname), '[]') FROM pg_policy WHERE polrelid = c.oid),
      'indexes', (SELECT coalesce(json_agg(json_build_object('name', i.indexrelid::regclass::text,
            'definition', pg_get_indexdef(i.indexrelid), 'unique', i.indisunique,
            'backs', EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)) ORDER BY i.indexrelid), '[]')
          FROM pg_index i WHERE i.indrelid = c.oid)) ORDER BY n.nspname, c.relname)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('r', 'p', 'v', 'm', 'S')),
  'functions', (SELECT json_agg(json_build_object('schema', n.nspname, 'name', proname,
      'arguments', pg_get_function_identity_arguments(p.oid), 'returns', prorettype::regtype::text,
      'definition', pg_get_functiondef(p.oid)) ORDER BY 1::text, p.oid)
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname !~ '^(pg_|information_schema)'),
  'types', (SELECT json_agg(json_build_object('schema', n.nspname, 'name', typname, 'kind', typtype,
      'labels', (SELECT coalesce(json_agg(enumlabel ORDER BY enumsortorder), '[]') FROM pg_enum WHERE enumtypid = t.oid),
      'attributes', (SELECT coalesce(json_agg(attname ORDER BY attnum), '[]') FROM pg_attribute
          WHERE attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped)) ORDER BY n.nspname, typname)
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname !~ '^(pg_|information_schema)' AND (typtype IN ('e', 'd') OR typtype = 'c'
        AND EXISTS (SELECT FROM pg_class WHERE oid = typrelid AND relkind = 'c'))))
"""


def _values(tree):
    if isinstance(tree, dict):
        return SimpleNamespace(**{key: _values(value) for key, value in tree.items()})
    if isinstance(tree, list):
        return [_values(one) for one in tree]
    return tree


def qualified(thing):
    """Objects of public go unqualified, as most people write them."""
    return thing.name if thing.schema == "public" else f"{thing.schema}.{thing.name}"


class Catalog:
    def __init__(self, cursor):
        cursor.execute(QUERY)
        tree = _values(cursor.fetchone()[0])
        self.tree = tree
        self.schemas = [one for one in tree.schemas or [] if one != "public"]
        self.relations = tree.relations or []
        self.functions = tree.functions or []
        self.types = tree.types or []
        for thing in self.relations + self.functions + self.types:
            thing.sql = qualified(thing)
        self.by_name = {one.sql: one for one in self.relations}

    def of_kind(self, kinds):
        return [one for one in self.relations if one.kind in kinds]

    @property
    def tables(self):
        return self.of_kind("rp")

    def parts(self, what):
        """All (relation, part) of one list of parts: constraints, triggers, ..."""
        return [(relation, part) for relation in self.relations for part in getattr(relation, what)]
