"""What a driver has measured, as JSON for tests/bench/report.py, which makes docs/benchmarks.md of all of them."""

import json
import subprocess
from pathlib import Path


class Results:
    """A driver's section of the page.

    A row compares tools at one job; `values` maps a tool to its figure, the first being what `ratio_of` divides by.
    A bound is a figure that was promised, of a ratio or of anything else. A curve maps a tool to points (x, y)."""

    def __init__(self, name, title, about):
        self.section = {"name": name, "title": title, "about": about, "versions": [], "calls": {}, "tables": [],
                        "figures": [], "bounds": [], "curves": []}

    def version(self, text):
        self.section["versions"].append(text)

    def call(self, tool, words):
        """How a tool is called, once each; secrets are in none."""
        self.section["calls"].setdefault(tool, " ".join(map(str, words)))

    def table(self, title, unit, tools):
        """A table to which row() adds; `unit` is that of all figures, as ms."""
        self.section["tables"].append({"title": title, "unit": unit, "tools": list(tools), "rows": []})

    def row(self, title, values, target=None, memory=None, spread=None):
        """`values`: {tool: figure}. The first tool of the table is what others are compared with; `target` is the most
        that pgmend's ratio to it may be."""
        self.section["tables"][-1]["rows"].append(
            {"title": title, "values": values, "target": target, "memory": memory, "spread": spread})

    def figures(self, title, unit, values):
        """Figures with nothing to compare them with: {what: figure}."""
        self.section["figures"].append({"title": title, "unit": unit, "values": values})

    def bound(self, what, value, most=None, unit="", least=None):
        """A promise: `value` at most `most`, or at least `least`."""
        self.section["bounds"].append({"what": what, "value": value, "most": most, "least": least, "unit": unit})

    def curve(self, title, x, y, points):
        """`points`: {tool: [[x, y], …]}; both axes are drawn logarithmically."""
        self.section["curves"].append({"title": title, "x": x, "y": y, "points": points})

    def write(self, path):
        if path:
            Path(path).write_text(json.dumps(self.section, indent=1, ensure_ascii=False) + "\n")


def add_option(parser):
    """--json FILE, which every driver has."""
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there, for report.py")


def first_line(*command):
    """Of a program's answer to --version; stderr counts, too."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return next((line.strip() for line in done.stdout.splitlines() if line.strip()), "?")
