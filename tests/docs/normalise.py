"""What may differ between a page and a run: times, dates, process ids, sizes of relations, ids made at random, folders,
the version, lines of our own source, how many chunks a time made. Nothing else does."""

import re

PATTERNS = [
    (re.compile(r"\b\d+(?:,\d{3})*(?:\.\d+)? (?:ms|s|min|h)\b"), "TIME"),
    (re.compile(r"\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?"), "NOW"),
    (re.compile(r"\bpid \d+"), "pid N"),
    (re.compile(r"(?<=\bpid N, user )[\w-]+"), "ACCOUNT"),  # the private server's: who runs the test, or postgres for root
    (re.compile(r"\b\d+(?:\.\d+)? (?:kB|MB|GB)\b"), "SIZE"),
    (re.compile(r"\bpgmend \d+\.\d+\.\d+"), "pgmend VERSION"),
    (re.compile(r"\.cpp:\d+"), ".cpp:N"),
    (re.compile(r"\b\d+ chunks?\b|\bchunks +\d+"), "CHUNKS"),  # as many as the time allows
    (re.compile(r"\bDatabase \S+ on socket \"[^\"]*\", server version [0-9.]+"), "Database DB on SERVER"),
    (re.compile(r"\bDatabase app on localhost:5432, server version 15.14"), "Database DB on SERVER"),
    (re.compile(r"(socket )\"[^\"]*\""), r'\1"SOCKET"'),
]
ID = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{12}(?![0-9A-Za-z])")


def normalised(line, known_ids):
    """`known_ids`: the ids that are no accident, those of the project's own revisions."""
    for pattern, instead in PATTERNS:
        line = pattern.sub(instead, line)
    return ID.sub(lambda found: found.group() if found.group() in known_ids else "ID", line).rstrip()


def same(expected, actual, known_ids):
    """Whether the lines agree. A line of the page that is '…' stands for any lines."""
    wanted = [normalised(line, known_ids) for line in expected]
    got = [normalised(line, known_ids) for line in actual]
    return agree(wanted, got)


def agree(wanted, got):
    if not wanted:
        return not got
    if wanted[0].strip() == "…":
        return any(agree(wanted[1:], got[skip:]) for skip in range(len(got) + 1))
    return bool(got) and wanted[0] == got[0] and agree(wanted[1:], got[1:])
