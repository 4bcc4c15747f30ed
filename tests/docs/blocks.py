"""The code blocks of a page of Markdown, with the comments that say how they are tested."""

import re
import subprocess
from dataclasses import dataclass, field

FENCE = re.compile(r"^( *)```(\S*)$")
MARK = re.compile(r"^ *<!-- (test|not run): (.*?) *-->$")


@dataclass
class Block:
    line: int  # of the opening fence, from 1
    indent: str
    language: str
    lines: list = field(default_factory=list)  # without the indentation
    tests: list = field(default_factory=list)  # commands to run first
    reason: str = ""  # why it is not run
    heading: str = ""  # of its section

    @property
    def text(self):
        return "".join(line + "\n" for line in self.lines)

    @property
    def first(self):
        """Index of its first line among the page's lines."""
        return self.line


@dataclass
class Step:
    """A command of a console session, and what the page says that it prints."""
    command: str
    shown: list  # the command's lines as on the page
    output: list
    apart: bool  # an empty line stands before the command


def blocks(page_lines):
    found, marks, heading, current = [], [], "", None
    for number, line in enumerate(page_lines, 1):
        fence = FENCE.match(line)
        if current is not None:
            if fence and fence.group(1) == current.indent and not fence.group(2):
                found.append(current)
                current = None
            else:
                current.lines.append(line.removeprefix(current.indent))
        elif fence:
            current = Block(number, fence.group(1), fence.group(2), heading=heading,
                            tests=[text for kind, text in marks if kind == "test"],
                            reason=next((text for kind, text in marks if kind == "not run"), ""))
            marks = []
        elif mark := MARK.match(line):
            marks.append(mark.groups())
        elif line.strip() and not line.startswith("<!--"):
            if marks:
                raise ValueError(f"line {number}: a comment for the test that is followed by no block")
            if line.startswith("#"):
                heading = line.lstrip("# ")
    if current is not None:
        raise ValueError(f"line {current.line}: a block without an end")
    return found


def is_whole(command):
    """Whether bash would run it, instead of asking for another line."""
    checked = subprocess.run(["bash", "-n", "-c", command], capture_output=True, text=True)
    return not command.endswith("\\") and "unexpected" not in checked.stderr


def steps(block):
    """The commands of a console session: each begins with "$ " and may go on over several lines."""
    found, lines, before = [], list(block.lines), None
    while lines:
        line = lines.pop(0)
        if line.startswith("$ "):
            apart = before == ""
            shown, command = [line], line[2:]
            while not is_whole(command) and lines:
                shown.append(lines.pop(0))
                command += "\n" + shown[-1]
            found.append(Step(command, shown, [], apart))
        elif found:
            found[-1].output.append(line)
        else:
            raise ValueError(f"line {block.line}: a session begins with a line '$ COMMAND'")
        before = line
    for step in found:
        while step.output and not step.output[-1]:
            step.output.pop()
    return found
