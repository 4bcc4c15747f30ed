"""The migrations of other tools as sections of SQL, in the order in which the tool runs them. No project is known here,
only formats; what a tool does with a file beside running it (a transaction or none) is taken over."""

import re
from dataclasses import dataclass
from pathlib import Path

# What makes Flyway, and whoever runs one statement alone, leave out the transaction.
ALONE = re.compile(r"\b(CREATE|DROP|REINDEX)\b[^;]*\bCONCURRENTLY\b|^[ \t]*(VACUUM|CREATE\s+DATABASE|ALTER\s+SYSTEM)\b",
                   re.IGNORECASE | re.MULTILINE)
NOISE = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|(\$\w*\$).*?\1", re.DOTALL)
BEGIN = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(BEGIN|START\s+TRANSACTION)(\s+(WORK|TRANSACTION))?\s*;",
                   re.IGNORECASE | re.DOTALL)
END = re.compile(r"\b(COMMIT|END)(\s+(WORK|TRANSACTION))?\s*;\s*\Z", re.IGNORECASE)


@dataclass
class Migration:
    name: str
    sql: str
    transaction: bool = True


def bare(sql):
    """Without comments and strings."""
    return NOISE.sub(" ", sql)


def natural(text):
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", text)]


def runs_alone(sql):
    return ALONE.search(bare(sql)) is not None


def _read(path):
    return path.read_text(encoding="utf-8-sig")


def _plain(path):
    sql = _read(path)
    marked = re.match(r"--[^\n]*\b(disable|no)-transaction\b", sql)
    return Migration(path.name, sql, not marked and not runs_alone(sql))


def plain(folder):
    return [_plain(path) for path in sorted(folder.glob("*.sql"), key=lambda path: natural(path.name))]


def diesel(folder):
    def one(path):
        settings = path.with_name("metadata.toml")
        bare_run = settings.exists() and re.search(r"run_in_transaction\s*=\s*false", _read(settings))
        return Migration(path.parent.name, _read(path), not bare_run)
    # Diesel's versions are the digits before the underscore, without dashes.
    return [one(path) for path in sorted(folder.glob("*/up.sql"),
                                         key=lambda path: path.parent.name.split("_")[0].replace("-", ""))]


def golang_migrate(folder):
    return [_plain(path) for path in sorted(folder.glob("*.up.sql"), key=lambda path: natural(path.name))]


def soda(folder):
    """NAME.up.sql, and NAME.postgres.up.sql in its place."""
    chosen = {}
    for path in sorted(folder.glob("*.up.sql")):
        name, *dialect = path.name.removesuffix(".up.sql").rsplit(".", 1)
        if not dialect or dialect == ["postgres"]:
            chosen[name] = path if dialect or name not in chosen else chosen[name]
    return [_plain(chosen[name]) for name in sorted(chosen)]


def goose(folder):
    found = []
    for path in sorted(folder.glob("*.sql"), key=lambda path: natural(path.name)):
        text = _read(path)
        up = re.split(r"^--\s*\+goose\s+Down\b.*$", text, flags=re.IGNORECASE | re.MULTILINE)[0]
        up = re.sub(r"^--\s*\+goose\s+.*$", "", up, flags=re.IGNORECASE | re.MULTILINE)
        alone = re.search(r"^--\s*\+goose\s+NO\s+TRANSACTION", text, re.IGNORECASE | re.MULTILINE)
        found.append(Migration(path.name, up, not alone))
    return found


def prisma(folder):
    def one(path):
        sql = _read(path)
        return Migration(path.parent.name, sql, not runs_alone(sql))
    return [one(path) for path in sorted(folder.glob("*/migration.sql"))]


def flyway(folder):
    def version(path):
        return [int(part) for part in re.split(r"[._]", path.name[1:].split("__")[0])]

    def one(path):
        settings = Path(f"{path}.conf")
        bare_run = settings.exists() and re.search(r"executeInTransaction\s*=\s*false", _read(settings))
        sql = _read(path)
        return Migration(path.name, sql, not (bare_run or runs_alone(sql)))
    return [one(path) for path in sorted(folder.rglob("V*__*.sql"), key=version)]


def sqlx(folder):
    found = []
    for path in sorted(folder.glob("*.sql"), key=lambda path: natural(path.name)):
        if not path.name.endswith(".down.sql"):
            sql = _read(path)
            found.append(Migration(path.name, sql, not sql.startswith("-- no-transaction")))
    return found


def dbmate(folder):
    found = []
    for path in sorted(folder.glob("*.sql")):
        mark = re.search(r"^--\s*migrate:up(.*)$", text := _read(path), re.MULTILINE)
        up = re.split(r"^--\s*migrate:down\b.*$", text[mark.end():], flags=re.MULTILINE)[0]
        found.append(Migration(path.name, up, "transaction:false" not in mark.group(1)))
    return found


FORMATS = {"plain": plain, "diesel": diesel, "golang-migrate": golang_migrate, "soda": soda, "goose": goose,
           "prisma": prisma, "flyway": flyway, "sqlx": sqlx, "dbmate": dbmate}


def unframed(sql):
    """Without a BEGIN that is the first statement and a COMMIT that is the last, as no revision holds them; None when
    there are others."""
    if start := BEGIN.match(sql):
        sql = END.sub("", sql[start.end():].rstrip())
    if re.search(r"(?:\A|;)\s*(?:BEGIN|COMMIT|ROLLBACK|START\s+TRANSACTION)\s*;", bare(sql), re.IGNORECASE):
        return None
    return sql


def migrations(folder, kind, limit=None):
    """What the folder holds, and the names of what no revision can hold, with the reason."""
    kept, left_out = [], []
    for one in FORMATS[kind](Path(folder))[:limit]:
        sql = unframed(one.sql)
        if sql is None:
            left_out.append((one.name, "ends a transaction in the middle"))
            continue
        if re.search(r"^[ \t]*COPY\b[^;]*\bFROM\s+stdin", bare(sql), re.IGNORECASE | re.MULTILINE):
            left_out.append((one.name, "COPY FROM stdin"))
        elif re.search(r"^\\(?!(un)?restrict )", bare(sql), re.MULTILINE):
            left_out.append((one.name, "a command of psql's"))
        else:
            # A line that pgmend would take for a mark of its own.
            kept.append(Migration(one.name, re.sub(r"^--\s*migrate:", "-- migrate ", sql, flags=re.MULTILINE),
                                  one.transaction))
    return kept, left_out
