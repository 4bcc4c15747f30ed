"""The Alembic projects of the tests."""
import re

from support import ROOT, AlembicProject


def header(text, key):
    value = re.search(rf"^-- {key}:(.*)$", text, re.MULTILINE).group(1)
    return [part.strip() for part in value.split(",") if part.strip()]


def tracker():
    """The repository's own migrations/ as an Alembic project, each section one op.execute()."""
    project = AlembicProject()
    for path in sorted((ROOT / "migrations").glob("*.sql")):
        text = path.read_text()
        up, down = re.split(r"^-- migrate:down.*$", re.split(r"^-- migrate:up.*$", text, 1, re.MULTILINE)[1], 1,
                            re.MULTILINE)
        downs = header(text, "down_revision")
        project.add(header(text, "revision")[0], message=text.splitlines()[0][3:],
                    down=tuple(downs) if len(downs) > 1 else downs[0] if downs else None,
                    upgrade=f'op.execute("""{up}""")' if up.strip() else "pass",
                    downgrade=f'op.execute("""{down}""")' if down.strip() else "pass")
    return project


def shop():
    """Operations of all kinds on a graph with a branch, a merge, a label, a second base and a dependency."""
    project = AlembicProject(per_migration=True)
    project.add("a100", message="Create customers and orders", labels="shop",
                upgrade="""
mood = sa.Enum('calm', 'cross', name='mood')
customers = op.create_table('customers', sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('name', sa.String(80), nullable=False), sa.Column('mood', mood, server_default='calm'))
op.bulk_insert(customers, [{'name': "O'Neill \\\\ 100%"}, {'name': 'tab\\there :now'}])
op.create_table('orders', sa.Column('id', sa.BigInteger, primary_key=True),
    sa.Column('customer_id', sa.Integer, sa.ForeignKey('customers.id', ondelete='CASCADE')),
    sa.Column('total', sa.Numeric(10, 2), sa.CheckConstraint('total >= 0', name='total_is_positive')))""",
                downgrade="op.drop_table('orders')\nop.drop_table('customers')\nop.execute('DROP TYPE mood')")
    project.add("a200", "a100", upgrade="op.add_column('orders', sa.Column('placed', sa.DateTime(timezone=True), "
                                        "server_default=sa.text('now()'), nullable=False))\n"
                                        "op.create_index('orders_placed', 'orders', [sa.text('placed DESC')])",
                downgrade="op.drop_index('orders_placed')\nop.drop_column('orders', 'placed')")
    project.add("b200", "a100", upgrade="op.alter_column('customers', 'name', type_=sa.Text(), new_column_name='title')\n"
                                        "op.create_unique_constraint('customers_title', 'customers', ['title'])",
                downgrade="op.drop_constraint('customers_title', 'customers')\n"
                          "op.alter_column('customers', 'title', type_=sa.String(80), new_column_name='name')")
    project.add("c300", ("a200", "b200"), message="Join the branches")
    project.add("d100", labels=("reports",), depends_on="a200", message="Begin reports",
                upgrade="op.execute('CREATE VIEW placed AS SELECT id, placed FROM orders')",
                downgrade="op.execute('DROP VIEW placed')")
    project.add("d200", "d100", upgrade="""
op.execute("CREATE TYPE grade AS ENUM ('low')")
with op.get_context().autocommit_block():
    op.execute("ALTER TYPE grade ADD VALUE 'high'")
    op.create_index('orders_total', 'orders', ['total'], postgresql_concurrently=True)
op.execute("CREATE TABLE grades (grade grade DEFAULT 'high')")""",
                downgrade="op.drop_table('grades')\nop.drop_index('orders_total')\nop.execute('DROP TYPE grade')")
    project.add("c400", "c300", upgrade="op.get_bind().execute(sa.text('INSERT INTO orders (customer_id, total) "
                                        "VALUES (:c, :t)'), [{'c': 1, 't': 2.5}, {'c': 2, 't': 3}])",
                downgrade="op.execute('DELETE FROM orders')")
    return project
