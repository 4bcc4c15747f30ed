"""The JSON documents in what commands print, and those of the golden cases with the schemas that they must follow."""

import json
import re
import shlex

from schemas import ROOT, command_of, schema_of

CASES = ROOT / "tests/cli"
# Documents in golden cases that are not of ours: SARIF's and GitLab's forms, and an issue as the tracker sent it.
FOREIGN = {"lint/machine": 2, "sync/get_and_status": 1}
WORDS = r"""pgmend((?:[ ]+(?:'[^']*'|"[^"]*"|[^\s|;&<>()'"`\\]+|\\\n)+)+)"""


def documents(text):
    """The documents that begin a line; what starts like one and is none is given as text."""
    decoder, at = json.JSONDecoder(), 0
    # What differs from run to run is a word in the golden cases.
    text = re.sub(r'^(\s*"\w+": )N(,?)$', r"\g<1>0\2", text.replace('"WHEN"', '"2026-01-02T03:04:05Z"'), flags=re.M)
    while start := re.compile(r"^(?:\{[\"\n}]|\{ \"|\[\n)", re.M).search(text, at):
        try:
            document, at = decoder.raw_decode(text, start.start())
        except ValueError:
            document, at = text[start.start():].splitlines()[0], start.end()
        yield document


def schemas_of_case(script, commands):
    """The schemas of a case's commands: of those with --format json, or of all if the format is set otherwise."""
    lines = [shlex.split(words) for words in re.findall(WORDS, script)]
    with_format = [words for words in lines if any(word.startswith("--format") for word in words)]
    found = {"progress", "sync-reject"}  # on stderr, and in files that a case shows
    for words in with_format or lines:
        if command := command_of(words, commands):
            found.add(schema_of(command, words))
    return sorted(found)


def faults_of_cases(schemas, commands):
    """What is wrong with the documents of the golden cases."""
    count = 0
    for script in sorted(CASES.glob("*/*/cmd")):
        case = str(script.parent.relative_to(CASES))
        possible = schemas_of_case(script.read_text(), commands)
        foreign = 0
        for part in ("out", "err"):
            for document in documents((script.parent / part).read_text()):
                faults = {name: schemas.faults(name, document) for name in possible}
                if all(faults.values()):
                    foreign += 1
                    if foreign > FOREIGN.get(case, 0):
                        nearest = min(faults.values(), key=lambda one: ("not valid under" in one[0], len(one)))
                        yield f"tests/cli/{case}: {nearest[0]} in {json.dumps(document)[:60]}"
                else:
                    count += 1
        if foreign < FOREIGN.get(case, 0):
            yield f"tests/cli/{case}: only {foreign} foreign documents"
    if count < 50:
        yield f"only {count} documents were found in the golden cases"
