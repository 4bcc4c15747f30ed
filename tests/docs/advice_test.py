#!/usr/bin/env python3
"""Nothing that pgmend proposes loses data: no `To fix:`, hint or JSON remedy, in the sources, the golden cases and the
pages, names an option that drops anything. Whether the database or the files are right is for people to say."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).parent.parent.parent
DROPS = re.compile(r"--allow-drop|\bdropdb\b|\bDROP (TABLE|SCHEMA|DATABASE|COLUMN)\b|--force\b")
ADVICE = re.compile(r'^\s*(To fix:|hint:|HINT:|mending by:)|"(remedy|advice|hint|suggestion)":')
HINT = re.compile(r"(with_hint|hint|remedy|advice)\b[^;]*;", re.S)
# Where the option itself is declared and explained, and the lines that say why a script or a section is not complete.
DECLARED = {"tool/commands/repair.cpp", "tool/commands/diff.cpp", "tool/commands/revision.cpp", "tool/report/script.cpp",
            "tool/commands/autogenerate.cpp"}


def answers():
    for path in [*ROOT.glob("tests/cli/*/*/out"), *ROOT.glob("tests/cli/*/*/err"), ROOT / "README.md",
                 *ROOT.glob("docs/*.md")]:
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if ADVICE.search(line) and DROPS.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()}"


def sources():
    for path in [*ROOT.glob("tool/**/*.cpp"), *ROOT.glob("tool/**/*.hpp")]:
        name, text = str(path.relative_to(ROOT)), path.read_text()
        for found in HINT.finditer(text):
            if "--allow-drop" in found.group():
                yield f"{name}:{text[:found.start()].count(chr(10)) + 1}: {' '.join(found.group().split())[:120]}"
        if "--allow-drop" in text and name not in DECLARED:
            yield f"{name}: speaks of --allow-drop"


def main():
    found = [*answers(), *sources()]
    for line in found:
        print(line)
    sys.exit(1 if found else 0)


main()
