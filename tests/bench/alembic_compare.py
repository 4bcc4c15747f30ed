#!/usr/bin/python3
"""What Alembic's autogenerate does to tell whether a database is what models say: alembic_compare.py URL. The models are
made by reflection first; the time of the comparison alone is printed, in seconds."""

import sys
import time
import warnings

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, pool

warnings.simplefilter("ignore")  # what it cannot compare, expression indexes above all, it says for each
with create_engine(sys.argv[1], poolclass=pool.NullPool).connect() as connection:
    models = MetaData()
    models.reflect(connection)
    began = time.perf_counter()
    compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), models)
    print(time.perf_counter() - began)
