"""`pgmend import django`: the files do what `manage.py migrate` does, and its databases are adopted."""
import importlib.util
import os
import subprocess
import textwrap
import unittest

from support import Database, pgmend, pgmend_json, scratch_folder

SETTINGS = """
import os
SECRET_KEY = "x"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "shop"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ.get("DB_NAME", "prod"),
                         "HOST": os.environ.get("DB_HOST", "db.example"), "PORT": os.environ.get("DB_PORT", ""),
                         "USER": os.environ.get("DB_USER", "")}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
"""

MANAGE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
"""

MIGRATIONS = {
    "0001_initial": """
        initial = True
        dependencies = [("auth", "0012_alter_user_first_name_max_length")]
        operations = [migrations.CreateModel("Order", [("id", models.AutoField(primary_key=True)),
            ("total", models.IntegerField()), ("user", models.ForeignKey(to="auth.User", on_delete=models.CASCADE))])]
    """,
    "0002_name": """
        dependencies = [("shop", "0001_initial")]
        operations = [migrations.AddField("Order", "name", models.CharField(max_length=50, default="it's 5%")),
                      migrations.RunPython(fill, migrations.RunPython.noop)]
    """,
    "0003_index": """
        atomic = False
        dependencies = [("shop", "0002_name")]
        operations = [AddIndexConcurrently("Order", models.Index(fields=["total"], name="order_total"))]
    """,
    "0004_one_way": """
        dependencies = [("shop", "0003_index")]
        operations = [migrations.RunSQL("INSERT INTO auth_group (name) VALUES ('all')")]
    """,
}

HEAD = """
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
def fill(apps, editor):
    for order in apps.get_model("shop", "Order").objects.all():
        order.save()
class Migration(migrations.Migration):
"""


def project():
    folder = scratch_folder()
    (folder / "shop" / "migrations").mkdir(parents=True)
    for package in ("shop", "shop/migrations"):
        (folder / package / "__init__.py").write_text("")
    (folder / "settings.py").write_text(SETTINGS)
    (folder / "manage.py").write_text(MANAGE)
    for name, body in MIGRATIONS.items():
        (folder / "shop" / "migrations" / f"{name}.py").write_text(HEAD + textwrap.indent(textwrap.dedent(body), "    "))
    return folder


def migrate(folder, database):
    host, port, user, name = (database.query("SELECT current_setting('unix_socket_directories'), current_setting('port'), "
                                             "current_user, current_database()")[0])
    subprocess.run(["/usr/bin/python3", "manage.py", "migrate", "-v0"], cwd=folder, check=True,
                   env=dict(os.environ, DB_HOST=host, DB_PORT=port, DB_USER=user, DB_NAME=name))


@unittest.skipUnless(importlib.util.find_spec("django"), "Django is not installed")
class Django(unittest.TestCase):
    def test_files_do_what_migrate_does_and_its_database_is_adopted(self):
        folder, files = project(), scratch_folder() / "migrations"
        manage = ("--manage", "/usr/bin/python3 manage.py")
        done = pgmend("import", "django", folder, *manage, migrations=files)
        self.assertIn("the same schema and rows as Django", " ".join(done.stderr.split()))
        self.assertIn("reads rows", done.stderr)
        name = next(files.glob("shop_0002_name*")).read_text()
        self.assertIn("DEFAULT 'it''s 5%' NOT NULL", name)
        self.assertIn("-- down_revision: shop_0001_initial", name)
        self.assertIn("CREATE INDEX CONCURRENTLY", next(files.glob("shop_0003_index*")).read_text())
        self.assertNotIn("migrate:down", next(files.glob("shop_0004_one_way*")).read_text())
        with Database() as theirs:
            migrate(folder, theirs)
            pgmend("import", "django", folder, "--adopt", *manage, url=theirs.url, migrations=files)
            done = pgmend("upgrade", "heads", url=theirs.url, migrations=files)
            self.assertIn("Nothing to do", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
