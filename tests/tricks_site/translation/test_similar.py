"""The former text of a changed sentence is found, by a bounded number of comparisons."""

from __future__ import annotations

import pytest

from tricks_site.translation import similar
from tricks_site.translation.similar import Similar

FORMER = [
    "Twice as large, and the signal explodes.",
    "Half as large, and the signal vanishes in a few layers.",
    "Gradient clipping",
]


@pytest.mark.parametrize(
    ("changed", "former"),
    [
        ("Twice as large, and the signal quickly explodes!", FORMER[0]),
        ("In a few layers the signal vanishes, when half as large.", FORMER[1]),
        ("Gradient *clipping*", FORMER[2]),
        ("Gradient noise", FORMER[2]),
        ("Dropout", None),
        ("The signal is what we measure here, layer after layer.", None),
        ("", None),
    ],
)
def test_the_closest(changed: str, former: str | None) -> None:
    assert Similar(FORMER).closest(changed) == former


def test_among_many_texts_only_a_few_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    share = similar._shared

    def count(*texts: object) -> float:
        nonlocal compared
        compared += 1
        return share(*texts)

    monkeypatch.setattr(similar, "_shared", count)
    texts = [f"Each of the many texts has the same words, but number {n}." for n in range(3000)]
    index = Similar(texts)
    assert (
        index.closest("Each of the texts has the same words, but the number 2345.") == texts[2345]
    )
    assert 0 < compared <= similar.LOOKED_UP * similar.TEXTS_A_WORD + 1
