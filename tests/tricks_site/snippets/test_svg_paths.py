from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tricks_site.snippets.svg_paths import compact, moved


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("M 1.234567 -0.001 \nL -2.5 30.999 \nL 5 8 \n", "m1.2 0-3.7 31 7.5-23"),
        ("M 1 2 L 4 2 L 4 7 L 3 7 z", "m1 2h3v5h-1z"),
        ("M 0 0 L 0.5 0.21 L 1.5 1.3", "m0 0 .5.2 1 1.1"),  # a second point starts a number
        ("M 10 10 L 20 10 z M 0 0 L 1 3", "m10 10h10zm-10-10 1 3"),  # `z` goes back to its `M`
        ("M 1 1 M 2 3 L 4 4", "m1 1m1 2 2 1"),
        ("M 1 1 Q 2 2 3 1 Q 4 0 5 1", "m1 1q1 1 2 0 1-1 2 0"),
        ("M 1 1 C 1 2 2 3 3 3 L 5 4", "m1 1c0 1 1 2 2 2l2 1"),
        ("M 3 3 L 3 3", "m3 3h0"),  # a dot, if the line has round ends
        ("", ""),
    ],
)
def test_compact(written: str, short: str) -> None:
    assert compact(written, 1) == short


def test_compact_keeps_as_many_decimals_as_wanted() -> None:
    assert compact("M 1.2345 6 L 2.3456 7.5", 2) == "m1.23 6 1.12 1.5"


def test_points_on_the_line_are_left_out_but_no_corner() -> None:
    assert compact("M 0 0 L 10 0.04 L 20 0 L 30 0", 1) == "m0 0h30"
    assert compact("M 0 0 L 10 0.06 L 20 0", 1) == "m0 0 10 .1 10-.1"
    # There and back again is not on the line.
    assert compact("M 0 0 L 10 0 L 5 0", 1) == "m0 0h10-5"


def test_moved() -> None:
    assert compact(moved("M 0 0 L -4 0 z", 50.71, 2), 2) == "m50.71 2h-4z"


points = st.builds(complex, st.floats(-9, 9), st.floats(-9, 9))


@given(st.lists(points, min_size=2, max_size=40))
def test_no_line_moves_farther_than_can_be_seen(line: list[complex]) -> None:
    """Half a tenth because points are left out, and as much each way because they are rounded."""
    drawn = _corners(compact("M " + " L ".join(f"{p.real} {p.imag}" for p in line), 1))
    for point in line:
        nearest = min(_distance(point, start, end) for start, end in pairwise(drawn))
        assert nearest <= 0.05 + 0.05 * 2**0.5 + 1e-9


def _distance(point: complex, start: complex, end: complex) -> float:
    """How far a point is from the straight line between two others."""
    if start == end:
        return abs(point - start)
    along = ((point - start) / (end - start)).real
    return abs(point - start - min(1, max(0, along)) * (end - start))


def _corners(short: str) -> list[complex]:
    """The points of a path of `m`, `h`, `v` and `l`."""
    found = []
    here = 0j
    for letter, text in re.findall("([mhvl])([^mhvl]*)", short):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]
        if letter in "hv":
            steps = [n * (1 if letter == "h" else 1j) for n in numbers]
        else:
            steps = [complex(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
        for step in steps:
            here += step
            found.append(here)
    return found
