"""The words of a message that are language: not code, formulas, addresses and names in code."""

from __future__ import annotations

import re
from collections.abc import Iterator

NO_PROSE = re.compile(
    r"(?P<ticks>`+).*?(?P=ticks)"  # code
    r"|\$[^$]*\$"  # a formula
    r"|https?://\S+|\S+@\S+"
    r"|\[\^[^\]]*\]"  # the mark of a footnote
    r"|\{[^}]*\}|<[^>]*>|&#?\w+;",
    re.DOTALL,
)
LINK = re.compile(r"!?\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]*)(?P<title>\s[^)]*)?\)")
# `np.sqrt`, `fan_in`: names in a comment or a label, where there is no markup for code.
NAME = re.compile(r"\w*(?:_|\w\.\w)[\w.]*")
WORD = re.compile(r"[^\W_](?:[\w'’ʼ-]*[^\W_])?(?!\w*\()")
NUMBER = re.compile(r"[\dͰ-Ͽ]")  # a digit, or a Greek letter of a formula
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
APOSTROPHES = str.maketrans("’ʼ", "''")


def words(message: str) -> Iterator[str]:
    """The words of a message in raw inline Markdown, as they stand there.

    A word with a hyphen is one word.
    """
    text = NO_PROSE.sub(" ", LINK.sub(_link_text, message)).replace("*", "")
    for match in WORD.finditer(NAME.sub(" ", text)):
        if parts(match[0]):
            yield match[0]


def _link_text(link: re.Match[str]) -> str:
    """What a reader reads of a link, less names: an address, and [Glorot, 2010](https://…)."""
    citation = YEAR.search(link["text"]) and link["target"].startswith("http")
    text = "" if citation or link["target"].endswith(link["text"]) else link["text"]
    return f"{text} {link['title'] or ''}"


def plain(word: str) -> str:
    """The word as dictionaries have it: with a typewriter's apostrophe, less a possessive 's."""
    return word.translate(APOSTROPHES).removesuffix("'s")


def parts(word: str) -> list[str]:
    """The parts of a word with hyphens that can be misspelled: no numbers, no single letters."""
    return [part for part in plain(word).split("-") if len(part) > 1 and not NUMBER.search(part)]
