"""The numbers of the translations, and what to do next."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest

from tricks_site.languages import Language
from tricks_site.translation.history import Changes
from tricks_site.translation.progress import Figures, Part, Translated, next_steps
from tricks_site.translation.reviews import Review

NL, UK = Language("nl", "Nederlands"), Language("uk", "Українська")
DONE, SITE = Figures(10), PurePosixPath("site.po")
REVIEW = Review("Ada", "2025-02-03")


def page(name: str, figures: Figures = DONE, **more: Any) -> Part:
    return Part(PurePosixPath(f"{name}.md"), figures, **more)


def translated(language: Language, *parts: Part) -> Translated:
    return Translated(language, parts, 0)


@pytest.mark.parametrize(
    ("figures", "percent"),
    [
        (Figures(1000, 1), 99),
        (Figures(1000, 0, 1), 99),
        (Figures(3, 1, 1), 33),
        (Figures(3, 3), 0),
        (Figures(3), 100),
        (Figures(), 100),
    ],
)
def test_percent_is_100_only_when_nothing_is_left(figures: Figures, percent: int) -> None:
    assert figures.percent == percent


def test_a_language_adds_up_its_parts() -> None:
    own = translated(
        NL,
        Part(SITE, Figures(5, 1, 1, 7), changes=Changes("2025-01-02", ("Bo", "Ada"))),
        page("a", changes=Changes("2025-03-04", ("Ada",)), reviews=(REVIEW,)),
        page("b", changes=Changes("2025-02-03", ("Ada",)), reviews=(REVIEW,)),
        page("c"),
    )
    assert own.figures == Figures(35, 1, 1, 7)
    assert own.last_change == "2025-03-04"
    assert own.people == ["Ada", "Bo"]
    # What has changed on the day of the review had it before.
    assert [(part.is_reviewed, part.changed_since_review) for part in own.pages] == [
        (False, True),
        (True, False),
        (False, False),
    ]
    assert own.reviewed == 1


def test_a_later_review_counts() -> None:
    changes = Changes("2025-03-04", ())
    both = (REVIEW, Review("Bo", "2025-04-05"))
    assert page("a", changes=changes, reviews=both).is_reviewed


def test_first_what_has_changed_then_what_waits_then_reviews_and_in_each_what_is_read_first() -> (
    None
):
    nl = translated(NL, Part(SITE, DONE), page("a", Figures(9, 2, 1)), page("b"))
    uk = translated(UK, Part(SITE, Figures(9, 1)), page("a"), page("b", Figures(9, 0, 1)))
    assert [
        (step.kind, step.language.code, step.part.name.name) for step in next_steps([nl, uk])
    ] == [
        ("changed", "nl", "a.md"),
        ("changed", "uk", "b.md"),
        ("waiting", "uk", "site.po"),
        ("waiting", "nl", "a.md"),
        ("review", "uk", "a.md"),
    ]


def test_no_more_than_five_things_and_none_when_all_is_done() -> None:
    assert len(next_steps([translated(NL, *map(page, "abcdefgh"))])) == 5
    assert next_steps([translated(NL, Part(SITE, DONE), page("a", reviews=(REVIEW,)))]) == []
