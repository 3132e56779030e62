"""What of a message is language, and what is code, a formula, an address or a name."""

from __future__ import annotations

import pytest

from tricks_site.spelling.prose import parts, plain, words


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Two *short* words, **bold**.", ["Two", "short", "words", "bold"]),
        ("Call `np.sqrt(x)` or ``a ` b``, then", ["Call", "or", "then"]),
        ("so $n_\\mathrm{in}$ grows $$x$$", ["so", "grows"]),
        ("# set fan_in with np.float32 by relu(x)", ["set", "with", "by"]),
        ("[a text](../page.md#anchor) [x](y.md 'title')", ["text", "title"]),
        ("see [docs.pytorch.org](https://docs.pytorch.org) now", ["see", "now"]),
        ("([Glorot and Bengio, 2010](https://x.org/a)), so", ["so"]),
        ("[the year 2010](page.md)", ["the", "year"]),
        ("at https://x.org/abc?d=e or a@b.org, here[^note]", ["at", "or", "here"]),
        ("{percent} of <b>this</b>&nbsp;page {: .wide }", ["of", "this", "page"]),
        ("16-bit numbers, float16, 3e8 and L2", ["16-bit", "numbers", "and"]),
        ("the neuron’s well-known 'quotes'", ["the", "neuron’s", "well-known", "quotes"]),
        ("з’єднання (ReLU) — ваги", ["з’єднання", "ReLU", "ваги"]),
        ("a λw b", []),
    ],
)
def test_words(message: str, expected: list[str]) -> None:
    assert list(words(message)) == expected


def test_a_word_as_dictionaries_have_it() -> None:
    assert [plain(word) for word in ("з’єднання", "Glorot’s", "isn't")] == [
        *("з'єднання", "Glorot", "isn't")
    ]
    assert parts("16-bit-number") == ["bit", "number"]
    assert parts("weight") == ["weight"]
