"""Fences: the blocks of code of a page, with the lines they stand on.

Found as pymdownx.superfences finds them (with `relaxed_headers`): a fence may be indented, it ends
with the same marks at the same indentation, and a longer fence shows a shorter one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tricks_site.errors import SiteError

TAB = 4
LINE_END = re.compile(r"\r\n|\r|\n")
OPENING = re.compile(r"(?P<indent>[> ]*)(?P<marks>`{3,}|~{3,})(?P<info>.*)")


@dataclass(frozen=True)
class Fence:
    """One fence. `line` and `end` are the 1-based lines of its first and last marks.

    `info` is what stands after the first marks, `body` the dedented lines between.
    """

    line: int
    end: int
    indent: str
    marks: str
    info: str
    body: tuple[str, ...]

    @property
    def language(self) -> str:
        return (self.info.split() or [""])[0]

    @property
    def text(self) -> str:
        return "\n".join(self.body)


def lines_as_shown(text: str) -> list[str]:
    """The lines of a page as Markdown sees them: tabs are four columns, a blank line is empty."""
    lines = LINE_END.split(text.removeprefix("\ufeff"))
    return [line.expandtabs(TAB) if line.strip(" \t") else "" for line in lines]


def read_fences(path: Path, lines: list[str]) -> list[Fence]:
    """All fences of a page, in order. SiteError if one is never closed or stands in a quotation."""
    fences = []
    number = 0
    while number < len(lines):
        opening = OPENING.match(lines[number])
        if opening is None:
            number += 1
            continue
        start = opening["marks"] + opening["info"].rstrip()
        if ">" in opening["indent"]:
            raise SiteError(
                path,
                number + 1,
                f"the fence {start} stands in a quotation",
                "put it outside of the quotation",
            )
        end = _end(lines, number, opening["indent"], opening["marks"])
        if end is None:
            raise SiteError(
                path,
                number + 1,
                f"the fence {start} is never closed",
                f"close it with a line {opening['marks']}, indented like the first",
            )
        width = len(opening["indent"])
        fences.append(
            Fence(
                line=number + 1,
                end=end + 1,
                indent=opening["indent"],
                marks=opening["marks"],
                info=opening["info"].strip(),
                body=tuple(line[width:] for line in lines[number + 1 : end]),
            )
        )
        number = end + 1
    return fences


def _end(lines: list[str], start: int, indent: str, marks: str) -> int | None:
    """The index of the line that closes the fence, None if its indentation ends before that."""
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if line.rstrip() == indent + marks:
            return number
        if line and not line.startswith(indent):
            return None
    return None
