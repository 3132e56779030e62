"""Errors that are messages to a person: which file and line, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class SiteError(Exception):
    """One thing that is wrong in one place.

    Parameters
    ----------
    path : the file as the person knows it, relative to the project folder.
    line : its 1-based line, or None when the whole file is meant.
    problem : what is wrong; may go on over several lines (a diff).
    mend : what to do about it.
    """

    def __init__(self, path: Path | str, line: int | None, problem: str, mend: str) -> None:
        self.path = str(path)
        self.line = line
        self.problem = problem
        self.mend = mend
        super().__init__(str(self))

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.problem}\n  What to do: {self.mend}"


class SiteErrors(Exception):
    """All that is wrong, so that a person can mend it in one go. Never empty."""

    def __init__(self, errors: Iterable[SiteError]) -> None:
        self.errors = sorted(errors, key=lambda error: (error.path, error.line or 0))
        super().__init__("\n\n".join(map(str, self.errors)))
