"""A message as the checks see it, and what they find."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from tricks_site.markup.walk import NOTES

# Where Markdown is read; a message with other notes only, such as a label, is plain text. A
# paragraph has no note.
MARKDOWN_NOTES = {*NOTES.values(), "title of a note"}
# What is between two marks is short; without a limit, a hostile text would take for ever.
NO_PROSE = re.compile(
    r"(?P<ticks>`{1,3}).{0,500}?(?P=ticks)"  # code
    r"|\$[^$]*\$"  # a formula
    r"|https?://[^\s)）]+"
    r"|\[\^[^\]]{0,99}\]"  # the mark of a footnote
    r"|(?<=\])\([^)\s]{0,500}\)"  # where a link leads
    r"|\{[^}]{0,500}\}|<[^>]{0,500}>|&#?\w{1,99};",
    re.DOTALL,
)
PLACEHOLDER = re.compile(r"\{[^}]{0,99}\}")
SENTENCE = re.compile(r"(?<=[.?!])(?=[\s)”\"»’]|$)|(?<=[。？！])")
EMPHASIS = re.compile(r"\*[^*]+\*")
CITATION = re.compile(
    r"\[[^\]]{0,200}\b(?:19|20)\d\d\b[^\]]{0,200}\]\(http[^)]{0,500}\)|\bet al\b\.?"
)
ADDRESS = re.compile(r"\bdoi:\S+|\b[a-z]+(?:\.[a-z]+)+\b")
MARKS = str.maketrans("", "", "*[]")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a translation, and how to mend it.

    A warning may be a false alarm: a person decides. `check` is the name of the kind of mistake.
    """

    check: str
    text: str
    mend: str
    is_warning: bool = False


@dataclass(frozen=True)
class Message:
    """An English message and its translation."""

    english: str
    translated: str
    notes: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it stands only where there is no markup: a comment, a label."""
        return bool(self.notes) and MARKDOWN_NOTES.isdisjoint(self.notes)

    @cached_property
    def readable(self) -> tuple[str, str]:
        """Both texts without code, formulas, placeholders, and where links lead."""
        if self.is_plain:
            return self.english, self.translated
        return NO_PROSE.sub(" ", self.english), NO_PROSE.sub(" ", self.translated)

    @cached_property
    def prose(self) -> tuple[str, str]:
        """Both texts without what is no language of its own: citations, the titles of works."""
        if self.is_plain:
            return PLACEHOLDER.sub(" ", self.english), PLACEHOLDER.sub(" ", self.translated)
        english, translated = self.english, self.translated
        # A title that a translation leaves in English is no sentence of it.
        for title in EMPHASIS.findall(english):
            if title in translated:
                english, translated = english.replace(title, " "), translated.replace(title, " ")
        return _prose(english), _prose(translated)

    @cached_property
    def sentences(self) -> list[tuple[str, str]]:
        """The sentences of both texts side by side; the whole texts if their numbers differ."""
        english, translated = map(sentences, self.prose)
        if len(english) != len(translated):
            return [self.prose]
        return list(zip(english, translated, strict=True))


def sentences(text: str) -> list[str]:
    """The sentences of a prose text, and what is left of it."""
    return [part for part in SENTENCE.split(text) if any(map(str.isalnum, part))]


def _prose(text: str) -> str:
    return ADDRESS.sub(" ", NO_PROSE.sub(" ", CITATION.sub(" ", text)).translate(MARKS))
