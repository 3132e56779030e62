"""Finds the former text that a new one most resembles, among however many, in the same time."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

WORD = re.compile(r"\w+|[^\w\s]")
# Two texts are similar that share so much of their words: half of a short label is one word.
LEAST = 0.5
# How many of a text's words are looked up, the rarest first, and of how many texts that have each.
# So the work for a text does not grow with their number.
LOOKED_UP = 10
TEXTS_A_WORD = 20


class Similar:
    """An index of texts by their words."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.words = {text: _words(text) for text in texts}
        self.texts: dict[str, list[str]] = defaultdict(list)
        for text, words in self.words.items():
            for word in words:
                self.texts[word].append(text)

    def closest(self, text: str) -> str | None:
        """The text that shares the most words with this one, or None if no one is similar."""
        words = _words(text)
        known = sorted((word for word in words if word in self.texts), key=self._frequency)
        candidates = dict.fromkeys(
            other for word in known[:LOOKED_UP] for other in self.texts[word][:TEXTS_A_WORD]
        )
        best = max(candidates, key=lambda other: _shared(words, self.words[other]), default=None)
        return best if best and _shared(words, self.words[best]) >= LEAST else None

    def _frequency(self, word: str) -> int:
        return len(self.texts[word])


def _words(text: str) -> Counter[str]:
    return Counter(WORD.findall(text.lower()))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """Which part of the words of both texts they have in common: Dice's coefficient."""
    return 2 * (one & other).total() / (one.total() + other.total())
