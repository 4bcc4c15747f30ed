#!/usr/bin/env python3
"""Holds what users read to the words of glossary.txt: string literals in tool/, every --help, scripts and actions,
the pages and schemas of docs/, and the keys of JSON in the golden cases.
usage: glossary_test.py PGMEND [literals|help|docs|keys ...]   all of them when none is named"""

import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent

# Names of JSON keys that are gone, and what they are called now.
KEYS = {
    "ahead": "partially_applied", "there": "present", "foreign": "unexpected", "story": "summary", "losses": "data_loss",
    "could_not_tell": "undetermined", "same_meaning": "equivalent", "apart": "own_transaction", "impossible": "unsupported",
    "remarks": "notes", "doubts": "unverified", "instead": "suggestion", "written": "original_sql", "lock": "locks, with mode",
}

TOKEN = re.compile(r'#include[^\n]*|//[^\n]*|/\*.*?\*/|R"([^(\s]*)\((.*?)\)\1"|"((?:\\.|[^"\\\n])*)"|\'(?:\\.|[^\'\\\n])+\'', re.S)


def rules():
    for line in (HERE / "glossary.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            pattern, better = line.split("\t")
            yield re.compile(pattern), better


RULES = list(rules())


def literals(text):
    """Line and text of every string literal of C++; neighbors are one."""
    found, end = [], None
    for match in TOKEN.finditer(text):
        raw, plain = match.group(2), match.group(3)
        if raw is None and plain is None:
            continue
        if raw is None and found and end is not None and not text[end:match.start()].strip():
            found[-1][1] += plain
        else:
            found.append([text.count("\n", 0, match.start()) + 1, plain if raw is None else raw])
        end = None if raw is not None else match.end()
    return [(line, value.replace("\\n", "\n").replace('\\"', '"')) for line, value in found]


def offences(text):
    for pattern, better in RULES:
        for match in pattern.finditer(text):
            around = text[max(0, match.start() - 30):match.end() + 30].replace("\n", " ")
            yield text.count("\n", 0, match.start()), f"'{match.group(0).strip()}' in \"{around}\"; better: {better}"


def check_literals():
    for path in sorted((ROOT / "tool").rglob("*.?pp")):
        for line, value in literals(path.read_text()):
            if re.fullmatch(r"\w+", value):
                continue  # a name: a mode of pg_locks, a parser's word
            for _, what in offences(value):
                yield f"{path.relative_to(ROOT)}:{line}: {what}"
    others = [ROOT / "action.yml", *sorted((ROOT / "checks").glob("*.sql")), *sorted((ROOT / "migrations").glob("*.sql")),
              *sorted(path for path in (ROOT / "scripts").iterdir() if path.is_file())]
    for path in others:
        text = path.read_text()
        for line, what in offences(text):
            yield f"{path.relative_to(ROOT)}:{line + 1}: {what}"


def help_of(pgmend, *words):
    return subprocess.run([pgmend, *words, "--help"], cwd="/", capture_output=True, text=True, check=True).stdout


def commands_of(text):
    """The commands that a help lists: the entries of every list but those of options and arguments."""
    listing = False
    for line in text.splitlines():
        if re.fullmatch(r"[A-Z][\w ]*:", line):
            listing = line not in ("Options:", "Arguments:", "Example:", "Examples:", "First steps:")
        elif listing and (name := re.match(r"  ([a-z][\w-]*)", line)):
            yield name.group(1)


def check_help(pgmend):
    queue, seen = [()], 0
    while queue:
        words = queue.pop()
        text = help_of(pgmend, *words)
        seen += 1
        queue.extend(words + (name,) for name in commands_of(text))
        where = " ".join(("pgmend",) + words + ("--help",))
        for line, what in offences(text):
            yield f"{where}:{line + 1}: {what}"
        for line in text.splitlines():
            if len(line) > 80 and not line.startswith("  "):
                yield f"{where}: wider than 80 columns: {line}"
    if seen < 40:
        yield f"only {seen} commands have been seen"


def check_docs():
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        # What a comment says is for the tests of the page; its lines are kept, since they are counted.
        text = re.sub(r"<!--.*?-->", lambda comment: "\n" * comment.group(0).count("\n"), path.read_text(), flags=re.S)
        for line, what in offences(text):
            yield f"{path.relative_to(ROOT)}:{line + 1}: {what}"
        for number, line in enumerate(text.splitlines(), 1):
            for key, better in KEYS.items():
                if re.search(rf'"{key}"[:,\]}}]', line):
                    yield f"{path.relative_to(ROOT)}:{number}: JSON key \"{key}\"; better: {better}"
    for path in sorted((ROOT / "docs/schemas").glob("*.json")):
        for text in re.findall(r'"(?:description|title)": "(.*)"', path.read_text()):
            yield from (f"{path.relative_to(ROOT)}: {what}" for _, what in offences(text))


def check_keys():
    for path in sorted((ROOT / "tests/cli").rglob("out")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            key = re.match(r'\s*"(\w+)":', line)
            if key and key.group(1) in KEYS:
                yield f"{path.relative_to(ROOT)}:{number}: JSON key \"{key.group(1)}\"; better: {KEYS[key.group(1)]}"


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    parts = {"literals": check_literals, "help": lambda: check_help(pathlib.Path(sys.argv[1]).resolve()), "docs": check_docs, "keys": check_keys}
    found = [line for name in sys.argv[2:] or parts for line in parts[name]()]
    print("\n".join(found))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
