"""Write what the snippets of a page print into the page: `make accept`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tricks_site.errors import SiteError
from tricks_site.files import read_text, write_text
from tricks_site.snippets.compare import agrees, as_shown
from tricks_site.snippets.fences import Fence, lines_as_shown, read_fences
from tricks_site.snippets.find import Snippet, read_snippets
from tricks_site.snippets.run import Result

LINE = re.compile(r".*?(?:\r\n|\r|\n)|.+$", re.DOTALL)


def accept(path: Path, results: Mapping[Snippet, Result], *, root: Path = Path()) -> bool:
    """Bring the output fences of the page `root / path` up to date. Whether anything changed.

    An output that agrees within its tolerance stays. All other bytes of the page stay, too.
    """
    text = read_text(root, path)
    fences = {fence.line: fence for fence in read_fences(path, lines_as_shown(text))}
    lines = LINE.findall(text)
    for snippet in reversed(read_snippets(path, text)):
        if snippet not in results:
            raise SiteError(
                path,
                snippet.line,
                "the snippet has changed since it was run",
                "run `make accept` again",
            )
        printed, output = as_shown(results[snippet].stdout), snippet.output
        code = fences[snippet.line]
        if output is None:
            if printed:
                lines[code.end : code.end] = _new_fence(lines, code, printed)
        elif not printed:
            # With the blank lines between the snippet and it.
            del lines[code.end : fences[output.line].end]
        elif not agrees(output.text, printed, output.rtol):
            _replace(lines, fences[output.line], printed)
    changed = "".join(lines)
    if changed == text:
        return False
    write_text(root / path, changed)
    return True


def _replace(lines: list[str], fence: Fence, printed: str) -> None:
    """Put the printed text into an output fence, whose options stay."""
    first, last = fence.line - 1, fence.end - 1
    marks = _marks(printed, fence.marks)
    lines[first] = lines[first].replace(fence.marks, marks, 1)
    lines[last] = lines[last].replace(fence.marks, marks, 1)
    lines[first + 1 : last] = _body(lines, fence, printed)


def _new_fence(lines: list[str], code: Fence, printed: str) -> list[str]:
    """A blank line and an output fence, to stand after the fence of the snippet."""
    before, end = _around(lines, code)
    marks = _marks(printed, "```")
    if not lines[code.end - 1].endswith(end):
        lines[code.end - 1] += end
    return [
        end,
        f"{before}{marks}output{end}",
        *_body(lines, code, printed),
        f"{before}{marks}{end}",
    ]


def _body(lines: list[str], fence: Fence, printed: str) -> list[str]:
    before, end = _around(lines, fence)
    return [f"{before}{line}{end}" if line else end for line in printed.split("\n")]


def _around(lines: list[str], fence: Fence) -> tuple[str, str]:
    """What stands before the marks of a fence (blanks, tabs), and how its line ends."""
    opening = lines[fence.line - 1]
    before = opening[: opening.index(fence.marks)].removeprefix("\ufeff")
    return before, opening[len(opening.rstrip("\r\n")) :]


def _marks(printed: str, marks: str) -> str:
    """These marks, or as many more as it takes that no printed line looks like the last line."""
    while any(line.startswith(marks) for line in printed.split("\n")):
        marks += marks[0]
    return marks
