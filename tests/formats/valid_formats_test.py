#!/usr/bin/python3
"""Validates the SARIF and JUnit reports of pgmend against their official schemas; ends with 77 (skipped) without these.

The reports are those of every finding that two snapshots give: objects of many kinds, missing, unexpected and
different, with texts that need escaping; and what lint finds, also in GitLab's form, which has no published schema: what
its documentation of code quality reports asks for is written down here. usage: valid_formats_test.py PGMEND"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def skip(reason):
    print(f"skipped: {reason}; fetch it with scripts/report-schemas")
    sys.exit(77)


GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "pattern": "^[a-z][a-z-]*$"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32,}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^./]"},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}

HAZARDS = """\
ALTER TABLE t ADD COLUMN "a < b & ü" uuid DEFAULT gen_random_uuid();
ALTER TABLE t ALTER a TYPE bigint, ALTER b SET NOT NULL;
CREATE INDEX i ON t (a);
CREATE INDEX j ON t (a);
DROP TABLE "x\ty";
UPDATE t SET a = 'line 1
line 2';
"""


def snapshot(objects):
    head = {"pgmend_snapshot": 1, "server_version": 150000}
    return json.dumps({**head, "objects": objects, "unreadable": []}, indent=1)


def column(name, **attributes):
    return {"kind": "column", "schema": "public", "parent": "t", "name": name, "attributes": attributes}


def table(name, **attributes):
    return {"kind": "table", "schema": "public", "name": name, "attributes": attributes}


WANTED = [table("t", comment="a < b & \"c\"\n]]> \u00fc"), table("gone <x>"), column("a", type="text"),
          column("b", default="'it''s'::text", type="text")]
FOUND = [table("t", comment="line 1\nline 2 \x07 bell"), table("more"), column("a", type="integer"),
         column("c", type="text"), {"kind": "index", "schema": "public", "parent": "t", "name": "i",
                                    "attributes": {"definition": "btree (a) WHERE (a > 0)"}}]


def report(binary, folder, wanted, found, form):
    command = [binary, "diff", folder / wanted, folder / found, "--format", form]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"pgmend diff failed\n{done.stderr}")
    return done.stdout


def lint(binary, form, *files):
    done = subprocess.run([binary, "lint", "--format", form, *files], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"pgmend lint failed\n{done.stderr}")
    return json.loads(done.stdout)


def check_lint(binary, folder, sarif, jsonschema):
    gitlab = jsonschema.validators.validator_for(GITLAB)(GITLAB)
    (folder / "hazards.sql").write_text(HAZARDS)
    (folder / "clean.sql").write_text("SELECT 1;\n")
    for file, least in (("hazards.sql", 6), ("clean.sql", 0)):
        log = lint(binary, "sarif", file)
        sarif.validate(log)
        assert len(log["runs"][0]["results"]) >= least, log
        issues = lint(binary, "gitlab", file)
        gitlab.validate(issues)
        assert len(issues) == len(log["runs"][0]["results"])
        assert len({issue["fingerprint"] for issue in issues}) == len(issues), "fingerprints must tell findings apart"
    # An issue keeps its fingerprint when lines are put before it.
    known = {issue["fingerprint"] for issue in lint(binary, "gitlab", "hazards.sql")}
    (folder / "hazards.sql").write_text("\nSELECT 1;\n" + HAZARDS)
    assert known <= {issue["fingerprint"] for issue in lint(binary, "gitlab", "hazards.sql")}
    assert not gitlab.is_valid([{"description": "x"}])


def main():
    binary = Path(sys.argv[1]).resolve()
    schemas = Path(subprocess.run([ROOT / "scripts/report-schemas", "--folder"], check=True, capture_output=True,
                                  text=True).stdout.strip())
    for name in ("sarif-2.1.0.json", "junit.xsd"):
        if not (schemas / name).exists():
            skip(f"{name} is not in {schemas}")
    try:
        import jsonschema
    except ImportError:
        skip("python3-jsonschema is not installed")
    schema = json.loads((schemas / "sarif-2.1.0.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "a.json").write_text(snapshot(WANTED))
        (folder / "b.json").write_text(snapshot(FOUND))
        os.chdir(folder)
        for found, least in (("b.json", 6), ("a.json", 0)):
            log = json.loads(report(binary, folder, "a.json", found, "sarif"))
            validator.validate(log)
            assert len(log["runs"][0]["results"]) >= least, log
            (folder / "junit.xml").write_text(report(binary, folder, "a.json", found, "junit"))
            subprocess.run(["xmllint", "--noout", "--schema", schemas / "junit.xsd", folder / "junit.xml"], check=True)
        check_lint(binary, folder, validator, jsonschema)
        # The validator does look: a report with a wrong level must not pass.
        log["runs"][0]["results"] = [{"message": {"text": "x"}, "level": "odd"}]
        assert not validator.is_valid(log)
    print("SARIF, JUnit and GitLab reports are valid")


if __name__ == "__main__":
    main()
