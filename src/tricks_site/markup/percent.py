"""A lab as a page: read its Python file, whose cells start with `# %%`, as Markdown of our dialect.

The Markdown has the lines of the file: a line of text stands without its `# `, a code cell between
fences that take the places of its `# %%` and of the empty line after it. So whatever is wrong with
the page is told with the line of the file.

The format is what Jupytext calls `py:percent`, without its rarer parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tricks_site.errors import SiteError

MARKER = re.compile(r"# %%(?P<rest>.*)")
BACKTICKS = re.compile(r"^`{3,}", re.MULTILINE)


@dataclass(frozen=True)
class Cell:
    """One cell: the 1-based line of its `# %%`, whether it is code, and what it holds."""

    line: int
    is_code: bool
    text: str


def read_percent(path: Path, text: str) -> tuple[str, tuple[Cell, ...]]:
    """The Markdown of the lab at `path`, and its cells. SiteError where it is not as it should."""
    lines = text.rstrip("\n").split("\n")
    starts = [number for number, line in enumerate(lines) if MARKER.fullmatch(line)]
    if not starts:
        raise SiteError(path, 1, "the lab has no cells", "start each with a line # %%")
    # The front matter, which is a comment, too.
    shown = [_uncommented(path, number, line) for number, line in enumerate(lines[: starts[0]], 1)]
    cells = []
    for start, end in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        cell = _read_cell(path, lines, start, end)
        cells.append(cell)
        body = cell.text.split("\n") if cell.text else []
        blank = [""] * (end - start - 1 - len(body))
        if cell.is_code:
            fence = _fence(cell.text)
            shown += [f"{fence}python", *body, fence, *blank[1:]]
        else:
            shown += ["", *body, *blank]
    return "\n".join(shown) + "\n", tuple(cells)


def _read_cell(path: Path, lines: list[str], start: int, end: int) -> Cell:
    """The cell between the indices `start`, of its marker, and `end`, of the next one."""
    rest = lines[start][len("# %%") :].strip()
    if rest not in ("", "[markdown]"):
        raise SiteError(
            path, start + 1, f"cannot read {lines[start]!r}", "write # %% or # %% [markdown]"
        )
    body = lines[start + 1 : end]
    if rest:
        body = [_uncommented(path, number, line) for number, line in enumerate(body, start + 2)]
    elif end <= len(lines) and (not body or body[-1]):
        raise SiteError(
            path, end + 1, "the cell above ends here", "put an empty line above this line"
        )
    text = "\n".join(body).rstrip()
    if not text:
        raise SiteError(path, start + 1, "the cell is empty", "fill it, or remove it")
    return Cell(start + 1, not rest, text)


def _uncommented(path: Path, number: int, line: str) -> str:
    """A line of text without its `# `."""
    if line and line != "#" and not line.startswith("# "):
        raise SiteError(
            path, number, "a line of text does not start with '# '", "write # in front of it"
        )
    return line[2:]


def _fence(code: str) -> str:
    longest = max(map(len, BACKTICKS.findall(code)), default=2)
    return "`" * (longest + 1)
