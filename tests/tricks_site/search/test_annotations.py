from __future__ import annotations

import pytest

from tricks_site.search.annotations import GLUE, with_terms, without_terms


def test_a_word_without_terms_stays_as_it_is() -> None:
    assert with_terms("шар,", []) == "шар,"


@pytest.mark.parametrize("text", ["", "вага", "a {x} ~b~ {~"])
def test_text_without_terms_stays_as_it_is(text: str) -> None:
    assert without_terms(text) == text


def test_terms_are_taken_out_again() -> None:
    text = f"{with_terms('вага,', ['ваз'])} {with_terms('мережа', ['ab', 'cd'])}."
    assert without_terms(text) == "вага, мережа."


def test_glued_words_stand_together_and_words_are_told_by_zero_width_spaces() -> None:
    text = f"{with_terms('梯', ['zq'])}{GLUE} 度 ReLU"
    assert without_terms(text) == "梯\u200b度 \u200bReLU"
