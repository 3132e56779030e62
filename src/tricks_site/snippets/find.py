"""Find the snippets of a page: each Python fence, with its output and its figures.

The page's own rules, each broken one an error with its line:

- ```` ```python ```` starts a program. Options: `no-run="why"`, or `source="module.function"` with
  an empty body, which shows that function.
- ```` ```output ```` directly after it (blank lines do not count) is what the program prints.
  Option: `rtol=1e-3`, how far its numbers may be off.
- `![alt](figure "caption")`, a paragraph of its own directly after that, is one figure; there are
  as many as the program shows, in order.

To show how a fence is written, put it into a longer fence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tricks_site.errors import SiteError, SiteErrors
from tricks_site.snippets.fences import Fence, lines_as_shown, read_fences

RTOL = 1e-6
# Shown as Python just like `python`, but nothing would run them.
OTHER_PYTHON = {"py", "py3", "python3", "python2", "pycon", "pyi", "numpy"}
OPTION = re.compile(r"""([a-z-]+)=(?:"([^"]*)"|([^\s"']+))""")
IMAGE = re.compile(
    r"""!\[(?P<alt>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(figure(?:\s+"(?P<caption>[^"]*)")?\)"""
)
IMAGE_END = re.compile(r"\]\(figure(?=[\s)]|$)")
FIRST_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Output:
    """An output fence: its line, the text it shows, the relative tolerance of its numbers."""

    line: int
    text: str
    rtol: float


@dataclass(frozen=True)
class Alt:
    """The place of a figure: its line, alternative text and caption (may be empty)."""

    line: int
    text: str
    caption: str


@dataclass(frozen=True)
class Snippet:
    """One Python fence.

    Parameters
    ----------
    path : the page, relative to the project folder.
    line : 1-based line of the opening fence; line n of the code stands on line + n.
    code : the program as shown, dedented; empty when `source` is given.
    no_run : why it is not run, else None.
    source : dotted name of the function shown instead of code, else None.
    output : the output fence after it, if any.
    alts : where its figures go.
    indent : what stands before the fence.
    """

    path: Path
    line: int
    code: str
    no_run: str | None = None
    source: str | None = None
    output: Output | None = None
    alts: tuple[Alt, ...] = ()
    indent: str = ""


def read_snippets(path: Path, text: str) -> list[Snippet]:
    """The snippets of a page with this text, in order. SiteErrors with all that is wrong."""
    lines = lines_as_shown(text)
    try:
        fences = read_fences(path, lines)
    except SiteError as error:
        raise SiteErrors([error]) from None
    reader = _Reader(path, lines, fences)
    snippets = list(reader.snippets())
    reader.check_images()
    if reader.errors:
        raise SiteErrors(reader.errors)
    return snippets


class _Reader:
    """One pass over the fences of a page; what is wrong gathers in `errors`."""

    def __init__(self, path: Path, lines: list[str], fences: list[Fence]) -> None:
        self.path = path
        self.lines = lines
        self.fences = fences
        self.errors: list[SiteError] = []
        self.image_lines: set[int] = set()

    def error(self, line: int, problem: str, mend: str) -> None:
        self.errors.append(SiteError(self.path, line, problem, mend))

    def snippets(self) -> Iterator[Snippet]:
        used: set[int] = set()
        for index, fence in enumerate(self.fences):
            if fence.language == "python":
                output = self.output_after(index)
                if output is not None:
                    used.add(output.line)
                yield self.snippet(fence, output)
            elif fence.language == "output" and fence.line not in used:
                self.error(
                    fence.line,
                    "this output stands after no Python fence",
                    "put it directly after the snippet that prints it, indented alike",
                )
            elif _looks_like_python(fence):
                self.error(
                    fence.line,
                    f"a fence that starts with {fence.info!r} is not run",
                    'write ```python; with no-run="why" if it must not run',
                )

    def output_after(self, index: int) -> Fence | None:
        """The output fence that belongs to the Python fence at `index`."""
        fence = self.fences[index]
        after = self.fences[index + 1] if index + 1 < len(self.fences) else None
        if after is None or after.language != "output" or after.indent != fence.indent:
            return None
        between = self.lines[fence.end : after.line - 1]
        return None if any(between) else after

    def snippet(self, fence: Fence, output_fence: Fence | None) -> Snippet:
        options = self.options(fence, {"no-run", "source"})
        no_run, source = options.get("no-run"), options.get("source")
        output = None if output_fence is None else self.output(output_fence)
        last = fence if output_fence is None else output_fence
        alts = tuple(self.alts(last.end, fence.indent))
        if no_run is not None and not no_run.strip():
            self.error(
                fence.line,
                "no-run says no reason",
                'say why the snippet is not run: no-run="needs a GPU"',
            )
        if no_run is not None and source is not None:
            self.error(
                fence.line,
                "no-run and source do not go together",
                "leave out no-run: a function that is shown is always checked",
            )
        if source is not None and fence.text.strip():
            self.error(
                fence.line,
                "the fence names a source and has code of its own",
                "empty the fence, or leave out source",
            )
        if source is None and not fence.text.strip():
            self.error(fence.line, "the snippet is empty", "write a program or remove the fence")
        if no_run is not None or source is not None:
            for part in ([output] if output else []) + list(alts):
                self.error(
                    part.line,
                    "this belongs to code that is not run, so nothing says that it is right",
                    "remove it, or put it after a snippet that runs",
                )
        return Snippet(
            self.path, fence.line, fence.text, no_run, source, output, alts, fence.indent
        )

    def output(self, fence: Fence) -> Output:
        stated = self.options(fence, {"rtol"}).get("rtol")
        rtol = RTOL if stated is None else _positive_number(stated)
        if rtol is None:
            self.error(
                fence.line,
                f"rtol={stated} is not a tolerance",
                "write how far the numbers may be off, relatively: rtol=1e-3",
            )
        return Output(fence.line, fence.text, rtol or RTOL)

    def options(self, fence: Fence, known: set[str]) -> dict[str, str]:
        """What is stated after the language of a fence."""
        rest = fence.info.removeprefix(fence.language)
        options = {}
        for match in OPTION.finditer(rest):
            name, quoted, bare = match.groups()
            if name in known and name not in options:
                options[name] = bare if quoted is None else quoted
                rest = rest.replace(match[0], "", 1)
        if rest.strip():
            examples = {"no-run": 'no-run="why"', "source": 'source="a.b"', "rtol": "rtol=1e-3"}
            self.error(
                fence.line,
                f"cannot read {rest.strip()!r} after {fence.language}",
                "state each option once: " + ", ".join(examples[name] for name in sorted(known)),
            )
        return options

    def alts(self, end: int, indent: str) -> Iterator[Alt]:
        """The figures whose paragraphs follow line `end` (1-based) of the page."""
        while True:
            while end < len(self.lines) and not self.lines[end]:
                end += 1
            start = end
            while end < len(self.lines) and self.lines[end].startswith(indent) and self.lines[end]:
                end += 1
            paragraph = "\n".join(line[len(indent) :] for line in self.lines[start:end])
            image = IMAGE.fullmatch(paragraph.rstrip())
            if image is None:
                return
            self.image_lines.update(range(start, end))
            alt, caption = image["alt"].strip(), (image["caption"] or "").strip()
            if not alt:
                self.error(
                    start + 1,
                    "the figure has no alternative text",
                    "say what it shows to who cannot see it: ![The loss falls …](figure)",
                )
            yield Alt(start + 1, _one_line(alt), _one_line(caption))

    def check_images(self) -> None:
        """A figure that no snippet draws would be a broken image."""
        in_fences = {number for fence in self.fences for number in range(fence.line - 1, fence.end)}
        for number, line in enumerate(self.lines):
            if number in self.image_lines or number in in_fences:
                continue
            for match in IMAGE_END.finditer(line):
                if line.count("`", 0, match.start()) % 2 == 0:
                    self.error(
                        number + 1,
                        "this figure belongs to no snippet",
                        'write ![what it shows](figure "caption") in a paragraph of its own, '
                        "directly after the snippet that draws it and its output, indented alike",
                    )


def _looks_like_python(fence: Fence) -> bool:
    word = FIRST_WORD.search(fence.info)
    return word is not None and word[0].lower() in OTHER_PYTHON | {"python"}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _positive_number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None
