"""The JSON Schemas of docs/schemas: which one a command's document follows, and whether it does."""

import json
import re
from pathlib import Path

import jsonschema

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs/schemas"
SHARED = "common"  # definitions alone; no document follows it

# Commands of more than one word, and what a command prints when that is not called like the command.
GROUPS = ("import", "index", "jobs", "server", "sync")
SCHEMAS = {
    "downgrade": "upgrade", "stamp": "upgrade", "history": "revisions", "heads": "revisions", "branches": "revisions",
    "show": "revisions", "merge": "revision", "diff": "check", "index ensure": "indexes", "index create": "indexes",
    "index drop": "indexes", "index advise": "index-advice", "index repair": "index-repair", "jobs list": "jobs",
    "jobs show": "jobs", "jobs resume": "dedupe", "batch": "dedupe", "purge": "dedupe", "sync run": "sync", "sync load": "sync",
    "sync get": "sync-get", "apply": "repair",
    "sync status": "sync-status", "server start": "server", "server status": "server",
}
WITH_OPTION = {
    ("upgrade", "--dry-run"): "plan", ("downgrade", "--dry-run"): "plan", ("stamp", "--accept"): "accept",
    ("diff", "--sql"): "repair", ("lint", "--rules"): "lint-rules", ("dedupe", "--dry-run"): "dedupe-plan",
    ("dedupe", "restore"): "dedupe-restore", ("batch", "--dry-run"): "batch-plan", ("purge", "--dry-run"): "batch-plan",
}
# What these print is not JSON, or nothing.
NO_JSON = {"init", "jobs cancel", "server stop", "server url", "server psql"}


def command_of(words, commands):
    """The command in a command line, after any global options: "index ensure"; None when there is none."""
    for at, word in enumerate(words):
        if word in GROUPS:
            after = words[at + 1] if at + 1 < len(words) else ""
            return f"{word} {after}" if f"{word} {after}" in commands else f"{word} list"
        if word in commands:
            return word
    return None


def schema_of(command, words):
    for (name, option), schema in WITH_OPTION.items():
        if name == command and option in words:
            return schema
    return SCHEMAS.get(command, "import" if command.startswith("import ") else command)


class Schemas:
    def __init__(self):
        self.all = {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}
        self.used = {SHARED}

    def faults_of_schemas(self):
        """What is wrong with the schemas themselves."""
        for name, schema in self.all.items():
            try:
                jsonschema.Draft202012Validator.check_schema(schema)
            except jsonschema.SchemaError as error:
                yield f"docs/schemas/{name}.json: {error.message}"
            for where, key in undescribed(schema):
                yield f"docs/schemas/{name}.json: {where}: '{key}' has no description"

    def faults(self, name, document):
        """What is wrong with a document; an error of any command has a schema of its own."""
        if isinstance(document, dict) and list(document) == ["error"]:
            name = "error"
        if name not in self.all:
            return [f"docs/schemas/{name}.json does not exist"]
        resolver = jsonschema.RefResolver(FOLDER.as_uri() + "/", self.all[name])
        found = list(jsonschema.Draft202012Validator(self.all[name], resolver=resolver).iter_errors(document))
        if not found:
            self.used.add(name)
        return [f"{name}.json: {error.json_path}: {error.message}" for error in map(deepest, found)]

    def unused(self):
        return sorted(set(self.all) - self.used)


def deepest(error):
    """Of alternatives, the fault of the one that fits farthest."""
    while error.context:
        error = max(error.context, key=lambda one: len(one.absolute_path))
    return error


def undescribed(schema, where="$"):
    """Keys and definitions without a description; a key that is as a definition says has its description."""
    if isinstance(schema, list):
        for one in schema:
            yield from undescribed(one, where)
    if not isinstance(schema, dict):
        return
    for key, value in {**schema.get("properties", {}), **schema.get("$defs", {})}.items():
        if "description" not in value and not re.match(r"common\.json#/\$defs/\w+$", value.get("$ref", "")):
            yield where, key
    for key, value in schema.items():
        yield from undescribed(value, f"{where}.{key}")


def faults_of_page(schemas):
    """docs/cli.md names every schema, and only keys that the schemas it names beside them have."""
    page = (ROOT / "docs/cli.md").read_text()
    text = page[page.index("\n## JSON"):]
    for name in sorted(set(schemas.all) - set(re.findall(r"\(schemas/([\w-]+)\.json\)", text))):
        yield f"docs/cli.md does not name schemas/{name}.json"
    shared = json.dumps(schemas.all[SHARED])
    for item in re.split(r"\n- |\n\n", text):
        names = [name for name in re.findall(r"\(schemas/([\w-]+)\.json\)", item) if name in schemas.all]
        known = shared + "".join(json.dumps(schemas.all[name]) for name in names)
        for key in re.findall(r'"(\w+)"', item) if names else ():
            if f'"{key}":' not in known:
                yield f"docs/cli.md: \"{key}\" is not in {', '.join(names)}"
