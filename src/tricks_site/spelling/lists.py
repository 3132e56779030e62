"""Our own words: `translations/words/<language>.txt`, and `names.txt` for all languages.

A word a line; `#` starts a comment. The words between two empty lines are sorted. A small letter at
the start also stands for a capital.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from tricks_site.errors import SiteError, SiteErrors
from tricks_site.files import read_text

FOLDER = Path("translations/words")
NAMES = "names"  # of people, programs and functions: the same in all languages


def list_path(name: str) -> Path:
    return FOLDER / f"{name}.txt"


def read_list(root: Path, name: str) -> set[str]:
    """The words of a list; none if there is no such file. SiteErrors with what is out of order."""
    path = list_path(name)
    if not (root / path).exists():
        return set()
    numbered = [
        (number, line.partition("#")[0].strip())
        for number, line in enumerate(read_text(root, path).splitlines(), start=1)
    ]
    errors = [
        SiteError(
            path,
            number,
            f"{word!r} stands after {before!r}",
            "sort the words, and write each of them once",
        )
        for (_, before), (number, word) in pairwise(numbered)
        if before and word and _order(before) >= _order(word)
    ]
    if errors:
        raise SiteErrors(errors)
    return {word for _, word in numbered if word}


def _order(word: str) -> tuple[str, str]:
    return word.casefold(), word
