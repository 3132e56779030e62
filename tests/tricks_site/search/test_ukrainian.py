from __future__ import annotations

import pytest

from tricks_site.search.annotations import without_terms
from tricks_site.search.ukrainian import analyzer, annotate, extra_stems, letters, stem


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("вагами", "ваг"),
        ("шарів", "шар"),
        ("градієнтом", "градієнт"),
        ("ініціалізації", "ініціалізаці"),
        ("зникання", "зник"),
        ("виправленнями", "виправл"),
        ("глибокої", "глибок"),
        ("мереж", "мереж"),
        ("вісь", "віс"),
        ("для", "для"),
        ("є", "є"),
    ],
)
def test_an_ending_is_cut_off_and_three_letters_stay(word: str, expected: str) -> None:
    assert stem(word) == expected


@pytest.mark.parametrize(
    "word",
    [
        *("вага", "вазі", "мережа", "крок", "точка", "похибка", "вхід", "вісь", "рівень"),
        *("швидкість", "навчання", "навчатися", "зважений", "глибокий", "з'єднання", "дія"),
        *("множник", "втрата", "епоха", "поріг", "число", "матриця", "ковзний", "зворотний"),
    ],
)
def test_every_form_of_a_word_finds_every_other_one(word: str) -> None:
    forms = {form.word for form in analyzer().parse(word)[0].lexeme}
    assert len(forms) > 5
    for written in forms:
        indexed = {letters(written), *extra_stems(written)}
        for typed in forms:
            asked = stem(letters(typed))
            assert any(term.startswith(asked) for term in indexed), (written, typed)


def test_a_word_has_no_more_extra_stems_than_it_needs() -> None:
    assert extra_stems("вага") == {"ваз"}
    assert extra_stems("шарами") == set()
    assert annotate("це є") == "це є"


def test_apostrophes_are_alike() -> None:
    assert extra_stems("зв’язок") == extra_stems("зв'язок") == {"звязк", "звязц"}
    assert annotate("Звʼязок") == annotate("Зв’язок")


def test_the_text_can_be_had_back_and_punctuation_does_not_matter() -> None:
    text = "«Вага» — це вага/крок, а не float32 (див. вагу)."
    annotated = annotate(text)
    assert annotated.startswith("«Вага»{~ваз~} — це ")
    assert "вага/крок,{~ваз~кроц~}" in annotated
    assert without_terms(annotated) == text
