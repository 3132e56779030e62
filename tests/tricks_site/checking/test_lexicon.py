"""Words of a list in a text: what is counted, and as what."""

from __future__ import annotations

import pytest

from tricks_site.checking.lexicon import Lexicon

ENGLISH = Lexicon(
    [
        ("not", "negation"),
        ("not only", None),
        ("more", "more"),
        ("increas*", "more"),
        ("in front of", "before"),
        ("don't", "negation"),
        ("gradient descen*", "term"),
        ("gradient", "gradient"),
    ]
)
CHINESE = Lexicon([("不", "negation"), ("不同", None), ("更大", "more"), ("大", "large")])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is not more. Not!", {"negation": 2, "more": 1}),
        ("nothing, knot, mores", {}),
        ("not only more", {"more": 1}),
        ("increased, increases, increase", {"more": 3}),
        ("in front of it; in front", {"before": 1}),
        ("don’t and don't", {"negation": 2}),
        ("gradient descends", {"term": 1}),
        ("gradients and a gradient", {"gradient": 1}),
        ("", {}),
    ],
)
def test_the_longest_words_count(text: str, found: dict[str, int]) -> None:
    assert ENGLISH.count(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("它们不同，不大", {"negation": 1, "large": 1}),
        ("更大的SGD", {"more": 1}),
    ],
)
def test_chinese_words_need_no_spaces(text: str, found: dict[str, int]) -> None:
    assert CHINESE.count(text) == found


def test_a_word_may_stand_for_several_ideas() -> None:
    assert Lexicon([("double", "2"), ("double", "more")]).count("double") == {"2": 1, "more": 1}
