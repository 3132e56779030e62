from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tricks_site.snippets.compare import agrees, as_shown, difference
from tricks_site.snippets.find import Output


@pytest.mark.parametrize(
    ("page", "printed"),
    [
        ("a", "a\n"),
        ("a\n\nb", "a  \n   \nb\n\n"),
        ("a   b", "a\tb"),
        ("0.3333333", "0.33333331"),
        ("1e-05", "1.0000000001e-05"),
        ("loss=1.0, acc=50.0%", "loss=1.0000001, acc=50.00001%"),
        ("1.5x", "1.5000001x"),
        ("[0.1        0.33333333]", "[0.10000001 0.33333333]"),
        ("[0.5       ]\n[0.25      ]", "[0.50000001]\n[0.25]"),
        ("-0.0", "0.0"),
        ("nan inf -inf", "nan inf -inf"),
        ("1. 2.", "1.0000001 2."),
        ("1e400 1.0", "1e400 1.0000001"),
        ("(3-2.0j)", "(3-2.0000001j)"),
    ],
)
def test_agree(page: str, printed: str) -> None:
    assert agrees(page, printed)


@pytest.mark.parametrize(
    ("page", "printed"),
    [
        ("a", "b"),
        ("a", "a\nb"),
        (" a", "a"),
        ("a  b", "a b"),
        ("a  1", "a 1"),
        ("a\n\n1.0", "a\n1.00000001"),
        ("0.333", "0.334"),
        ("0.33333", "0.333334"),
        ("1.0", "-1.0"),
        ("1.0 2.0", "1.0"),
        ("1.0", "1.0 2.0"),
        ("layer_1.0", "layer_1.0000001"),
        ("x3", "x4"),
        ("v1.2.3", "v1.2.4"),
        ("10000000", "10000001"),
        ("9007199254740992", "9007199254740993"),
        ("1e400", "2e400"),
        ("1.0", "nan"),
        ("inf", "-inf"),
        ("nan", "inf"),
        ("1e-10", "0.0"),
        ("1e-17", "2e-17"),
        ("1.0 2", "1.00000001 3"),
    ],
)
def test_do_not_agree(page: str, printed: str) -> None:
    assert not agrees(page, printed)


def test_a_stated_tolerance_holds_for_whole_numbers_too() -> None:
    assert agrees("1000 steps, 2.0", "1001 steps, 2.001", rtol=1e-3)
    assert not agrees("1000 steps", "1002 steps", rtol=1e-3)


@given(st.text(alphabet="a_x .-+e1203[]\n\t", max_size=40))
def test_a_text_agrees_with_itself(text: str) -> None:
    assert agrees(as_shown(text), text)


@given(
    st.floats(min_value=1e-300, max_value=1e300),
    st.floats(min_value=-1, max_value=1),
    st.sampled_from(["{!r}", "x = {:.17e} m", "[ {!r}, 2]"]),
)
def test_the_tolerance_is_relative(number: float, part: float, form: str) -> None:
    page = form.format(number)
    assert agrees(page, form.format(number * (1 + part * 0.9e-6)))
    assert not agrees(page, form.format(number * (1 + 2e-6)))


def test_the_diff_has_the_lines_of_the_page_and_no_small_change() -> None:
    output = Output(41, "one\n0.5\ntwo\nthree\nfour\nfive", 1e-6)
    printed = "one\n0.50000001\ntwo\nthree\nfour\n5\n"
    assert difference(output, printed) == (
        "--- the page\n"
        "+++ what the snippet prints\n"
        "@@ -44,4 +44,4 @@\n two\n three\n four\n-five\n+5"
    )
