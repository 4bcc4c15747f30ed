"""A history of revisions as a value, and how it is written: as pgmend's files, and as what psql runs."""

import re
from dataclasses import dataclass, field

OUTSIDE = re.compile(r"\bCONCURRENTLY\b|^VACUUM\b", re.IGNORECASE)


def must_be_outside(statement):
    """Whether PostgreSQL refuses it in a transaction, of what the generator writes."""
    return bool(OUTSIDE.search(statement)) and not statement.startswith("REFRESH")


@dataclass
class Revision:
    up: list
    down: list = field(default_factory=list)
    transaction: bool = True
    exact: bool = False  # whether down takes everything back but rows

    def copy(self):
        return Revision(list(self.up), list(self.down), self.transaction, self.exact)

    def section(self, direction):
        return self.up if direction == "up" else self.down

    @property
    def is_one_transaction(self):
        return self.transaction and not any(map(must_be_outside, self.up + self.down))


def name(index):
    return f"r{index + 1:02}"


def write_revisions(history, folder):
    """Returns, for each revision, the line in its file at which each section begins."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.sql"):
        old.unlink()
    for index, revision in enumerate(history):
        before = name(index - 1) if index else ""
        mark = "" if revision.transaction else " transaction:false"
        lines = [f"-- step {index + 1}", "--", f"-- revision: {name(index)}", f"-- down_revision: {before}", "",
                 f"-- migrate:up{mark}", *(one + ";" for one in revision.up), "", "-- migrate:down",
                 *(one + ";" for one in revision.down)]
        folder.joinpath(f"{name(index)}_step.sql").write_text("\n".join(lines) + "\n")


UP_LINE = 7


def statement_at(revision, direction, line):
    """Which statement of the section stands at that line of the file that write_revisions made."""
    first = UP_LINE if direction == "up" else UP_LINE + len(revision.up) + 2
    return line - first


def psql_script(revision, direction):
    """The section, a statement a line; with BEGIN and COMMIT around what pgmend puts into one transaction, when one
    statement of it cannot be in a transaction."""
    statements = revision.section(direction)
    lines = [one + ";" for one in statements]
    alone = [not revision.transaction and direction == "up" or must_be_outside(one) for one in statements]
    if not any(alone):
        return "".join(line + "\n" for line in lines), True
    for i, line in enumerate(lines):
        if alone[i]:
            continue
        begins = i == 0 or alone[i - 1]
        ends = i + 1 == len(lines) or alone[i + 1]
        lines[i] = ("BEGIN; " if begins else "") + line + (" COMMIT;" if ends else "")
    return "".join(line + "\n" for line in lines), False


def text(history):
    """For people."""
    parts = []
    for index, revision in enumerate(history):
        parts.append(f"{name(index)}{'' if revision.transaction else ' transaction:false'}:")
        parts += [f"    {one};" for one in revision.up]
        if revision.down:
            parts += ["  down:"] + [f"    {one};" for one in revision.down]
    return "\n".join(parts)
