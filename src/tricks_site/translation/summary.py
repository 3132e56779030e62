"""The short version of the status: Markdown that reads well on a terminal, too."""

from __future__ import annotations

from unicodedata import east_asian_width

from tricks_site.translation.catalogs import SITE, catalog_path
from tricks_site.translation.progress import Progress, Step, next_steps

COLUMNS = ("language", "translated", "waiting", "changed since", "words left", "not reviewed")
GAPS = {
    "none": "git has no history here",
    "shallow": "this is a shallow clone (git fetch --unshallow brings the rest)",
}


def summary(progress: Progress) -> str:
    """A table of the languages, and what to do next."""
    rows = [list(COLUMNS)]
    for own in progress.languages:
        figures = own.figures
        counts = (figures.waiting, figures.changed, figures.words)
        rows.append(
            [
                f"{own.language.name} ({own.language.code})",
                f"{figures.percent} %",
                *map(str, counts),
                str(len(own.pages) - own.reviewed),
            ]
        )
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths) for row in rows]
    rules = [f":{'-' * (widths[0] - 1)}", *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    lines.insert(1, f"| {' | '.join(rules)} |")
    lines += ["", "What to do next:", ""]
    steps = next_steps(progress.languages)
    lines += [f"{number}. {_said(step)}" for number, step in enumerate(steps, 1)]
    if not steps:
        lines.append("Nothing: all is translated and reviewed.")
    if progress.gap:
        lines += ["", f"Whether a page has changed since its review is not known: "
                  f"{GAPS[progress.gap]}."]  # fmt: skip
    return "\n".join(lines) + "\n"


def _said(step: Step) -> str:
    language = f"{step.language.name} ({step.language.code})"
    figures = step.part.figures
    if step.kind == "review":
        return f"{language}: review `{step.part.name}`"
    path = (
        catalog_path(step.language.code, step.part.name)
        if step.part.is_page or step.part.name == SITE
        else f"translations/{step.part.name}"
    )
    if step.kind == "changed":
        return (
            f"{language}: mend what has changed in `{path}`: {figures.changed} of {figures.total}"
        )
    return f"{language}: translate what waits in `{path}`: {figures.waiting} of {figures.total}"


def _line(cells: list[str], widths: list[int]) -> str:
    first, *others = (
        (cell, " " * (width - _width(cell))) for cell, width in zip(cells, widths, strict=True)
    )
    padded = [first[0] + first[1], *(blanks + cell for cell, blanks in others)]
    return f"| {' | '.join(padded)} |"


def _width(text: str) -> int:
    """How wide a text is on a terminal, where a Chinese character takes two places."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
