"""How far the translations are, in numbers, and what to do next. `survey` takes the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from tricks_site.languages import Language
from tricks_site.translation.history import Changes, Gap
from tricks_site.translation.reviews import Review


@dataclass(frozen=True)
class Figures:
    """Messages, or texts of the glossary: all, those without a translation, and those whose
    English has changed since their translation; `words` are the English words of both.
    """

    total: int = 0
    waiting: int = 0
    changed: int = 0
    words: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.total + other.total,
            self.waiting + other.waiting,
            self.changed + other.changed,
            self.words + other.words,
        )

    @property
    def left(self) -> int:
        return self.waiting + self.changed

    @property
    def percent(self) -> int:
        """What is translated, rounded down, so that 100 means all."""
        return 100 * (self.total - self.left) // self.total if self.total else 100


@dataclass(frozen=True)
class Part:
    """A page in one language, or what belongs to no page: the site's labels, the glossary's terms.

    Only a page has a title, which is "" in the language while it waits for its translation. Without
    `changes`, the catalog is not committed, or nothing is known about it.
    """

    name: PurePosixPath
    figures: Figures
    title: str = ""
    english_title: str = ""
    changes: Changes | None = None
    reviews: tuple[Review, ...] = ()

    @property
    def is_page(self) -> bool:
        return self.name.suffix == ".md"

    @property
    def changed_since_review(self) -> bool:
        return changed_since(self.reviews, self.changes)

    @property
    def is_reviewed(self) -> bool:
        """Whether a speaker has reviewed it as it is now."""
        return bool(self.reviews) and not self.changed_since_review


def changed_since(reviews: Sequence[Review], changes: Changes | None) -> bool:
    """Whether the catalog has changed since the last of the reviews, which come by date."""
    return bool(reviews and changes and changes.last > reviews[-1].date)


@dataclass(frozen=True)
class Translated:
    """All parts in one language, in the order in which they matter to readers."""

    language: Language
    parts: tuple[Part, ...]
    terms: int
    """How many terms of the glossary have both a name and a definition."""

    @property
    def figures(self) -> Figures:
        return sum((part.figures for part in self.parts), Figures())

    @property
    def pages(self) -> list[Part]:
        return [part for part in self.parts if part.is_page]

    @property
    def reviewed(self) -> int:
        """How many pages a speaker has reviewed as they are now."""
        return sum(part.is_reviewed for part in self.pages)

    @property
    def last_change(self) -> str | None:
        return max((part.changes.last for part in self.parts if part.changes), default=None)

    @property
    def people(self) -> list[str]:
        """Who has committed changes, those who changed the most catalogs first."""
        found: dict[str, int] = {}
        for part in self.parts:
            for name in part.changes.people if part.changes else ():
                found[name] = found.get(name, 0) + 1
        return sorted(found, key=lambda name: (-found[name], name))


@dataclass(frozen=True)
class Progress:
    """All languages; with a `gap`, git could not tell who has changed the catalogs, and when."""

    source: Language
    languages: tuple[Translated, ...]
    terms: int
    gap: Gap | None = None
    # Whether the site has the guide for translators.
    has_guide: bool = False

    def of(self, language: Language) -> Translated | None:
        """The figures of a language; the source language has none."""
        return next((own for own in self.languages if own.language == language), None)


# The page that explains to translators how to go about it.
GUIDE = PurePosixPath("translating.md")
# So many things to do are named.
NEXT = 5
Kind = Literal["changed", "waiting", "review"]


@dataclass(frozen=True)
class Step:
    """One thing to do."""

    kind: Kind
    language: Language
    part: Part


def next_steps(languages: Iterable[Translated]) -> list[Step]:
    """The first things to do: mend what the English has outrun, translate what waits, then review.

    Within each of these, what matters most to readers comes first, in whichever language.
    """
    found = []
    for order, own in enumerate(languages):
        for place, part in enumerate(own.parts):
            if part.figures.changed:
                found.append((0, place, order, Step("changed", own.language, part)))
            if part.figures.waiting:
                found.append((1, place, order, Step("waiting", own.language, part)))
            if part.is_page and not part.figures.left and not part.is_reviewed:
                found.append((2, place, order, Step("review", own.language, part)))
    found.sort(key=lambda item: item[:3])
    return [step for *_, step in found[:NEXT]]
