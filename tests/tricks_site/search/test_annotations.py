from __future__ import annotations

import pytest

from tricks_site.search.annotations import with_terms, without_terms


def test_a_word_without_terms_stays_as_it_is() -> None:
    assert with_terms("шар,", []) == "шар,"


@pytest.mark.parametrize("text", ["", "вага", "a {x} ~b~ {~"])
def test_text_without_terms_stays_as_it_is(text: str) -> None:
    assert without_terms(text) == text


def test_terms_are_taken_out_again() -> None:
    text = f"{with_terms('вага,', ['ваз'])} {with_terms('мережа', ['ab', 'cd'])}."
    assert without_terms(text) == "вага, мережа."
