#!/usr/bin/python3
"""Makes docs/benchmarks.md, and the charts beside it, of what the drivers have measured.

usage: report.py --docs DIR JSON…"""

import argparse
import datetime
import json
import os
import platform
import re
import textwrap
from pathlib import Path

from chart import chart


def machine():
    cpu = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith("model name")), platform.machine())
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 2 ** 20
    return f"{os.cpu_count()} x {cpu}, {memory:.0f} GB, Linux {platform.release()}"


def figure(value, unit):
    if value is None:
        return "–"
    if unit == "ms" and value >= 10000:
        return f"{value / 1000:,.1f} s"
    return f"{value:,.{0 if value >= 1000 else 1 if value >= 10 else 2}f} {unit}".strip()


def verdict(kept):
    return "met" if kept else "**not met**"


def holds(bound):
    if bound.get("least") is not None:
        return bound["value"] >= bound["least"]
    return bound["value"] <= bound["most"]


def table(content):
    """Tools are columns; the first one's figure is what pgmend's is divided by."""
    rows = content["rows"]
    tools = list(dict.fromkeys([*content["tools"], *(tool for row in rows for tool in row["values"])]))
    with_memory = any(row["memory"] for row in rows)
    with_target = any(row["target"] for row in rows)
    head = ["", *tools, f"pgmend ÷ {tools[0]}"] + ["target"] * with_target + ["pgmend's memory"] * with_memory
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    for row in rows:
        values = row["values"]
        ratio = values["pgmend"] / values[tools[0]]
        cells = [row["title"], *(figure(values.get(tool), content["unit"]) for tool in tools), f"{ratio:.2f}"]
        if with_target:
            cells.append(f"≤ {row['target']}: {verdict(ratio <= row['target'])}" if row["target"] else "–")
        if with_memory:
            cells.append(f"{row['memory']['pgmend']:.0f} MB" if row["memory"] else "–")
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def bounds(found):
    lines = ["| | measured | target | |", "|---|---:|---:|---|"]
    for bound in found:
        least = bound.get("least")
        target = f"≤ {figure(bound['most'], bound['unit'])}" if least is None else f"≥ {figure(least, bound['unit'])}"
        lines.append(f"| {bound['what']} | {figure(bound['value'], bound['unit'])} | {target} | {verdict(holds(bound))} |")
    return lines


def file_name(section, curve):
    return f"{section['name']}-{re.sub('[^a-z0-9]+', '-', curve['title'].lower())}.svg"


def part(section, docs):
    lines = [f"## {section['title']}", "", *textwrap.wrap(section["about"], 118), ""]
    for content in section["tables"]:
        if content["rows"]:
            lines += [*table(content), ""]
    for content in section.get("figures", []):
        lines += ["| " + " | ".join([content["title"], *content["values"]]) + " |", "|---|" + "---:|" * len(content["values"]),
                  "| | " + " | ".join(figure(value, content["unit"]) for value in content["values"].values()) + " |", ""]
    if section["bounds"]:
        lines += [*bounds(section["bounds"]), ""]
    for curve in section["curves"]:
        picture = docs / "benchmarks" / file_name(section, curve)
        picture.parent.mkdir(exist_ok=True)
        picture.write_text(chart(curve["title"], curve["x"], curve["y"], curve["points"]))
        lines += [f"![{curve['title']}](benchmarks/{picture.name})", ""]
    if section["calls"]:
        lines += ["| tool | command |", "|---|---|"]
        lines += [f"| {tool} | `{call.replace('|', chr(92) + '|')}` |" for tool, call in section["calls"].items()]
        lines.append("")
    if section["versions"]:
        lines += [*textwrap.wrap("Versions: " + "; ".join(section["versions"]) + ".", 118), ""]
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    sections = [json.loads(file.read_text()) for file in options.files]
    met = [row["values"]["pgmend"] / row["values"][(content["tools"] or list(row["values"]))[0]] <= row["target"]
           for section in sections for content in section["tables"] for row in content["rows"] if row["target"]]
    met += [holds(bound) for section in sections for bound in section["bounds"]]
    lines = ["# Benchmarks", "",
             *textwrap.wrap(
                 f"`scripts/bench` wrote this page on {datetime.date.today()}, from one run on one machine ({machine()}). It "
                 "measures the release build on a private PostgreSQL server, over a unix socket. The tools take turns in each "
                 "round, and figures are medians. On a virtual machine, a single figure can be off by a third. Targets met: "
                 f"{sum(met)} of {len(met)}.", 118), ""]
    for section in sections:
        lines += part(section, options.docs)
    (options.docs / "benchmarks.md").write_text("\n".join(lines).rstrip() + "\n")


if __name__ == "__main__":
    main()
