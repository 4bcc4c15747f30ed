"""Prints gcovr's summary by module of tool/, and fails where a module is below its floor.
usage: coverage_by_module.py SUMMARY.json FLOORS"""

import collections
import json
import sys


def floors_of(path):
    with open(path, encoding="utf-8") as lines:
        pairs = (line.split() for line in lines if line.strip() and not line.startswith("#"))
        return {module: float(percent) for module, percent in pairs}


def main():
    summary, floors = json.load(open(sys.argv[1], encoding="utf-8")), floors_of(sys.argv[2])
    covered, total = collections.Counter(), collections.Counter()
    for one in summary["files"]:
        folders = one["filename"].split("/")
        module = folders[1] if len(folders) > 2 else "main.cpp"
        covered[module] += one["line_covered"]
        total[module] += one["line_total"]
    below = []
    for module in sorted(total):
        if not total[module]:
            continue
        percent = 100 * covered[module] / total[module]
        floor = floors.get(module, floors["*"])
        print(f"{module:12} {covered[module]:6} of {total[module]:6} lines  {percent:5.1f} %  (floor {floor:.0f})")
        if percent < floor:
            below.append(module)
    print(f"{'all':12} {sum(covered.values()):6} of {sum(total.values()):6} lines  "
          f"{100 * sum(covered.values()) / sum(total.values()):5.1f} %")
    if below:
        sys.exit(f"below the floor: {', '.join(below)}; add tests, or see scripts/lib/coverage-floors")


main()
