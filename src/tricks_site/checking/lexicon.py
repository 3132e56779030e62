"""Finds words of a list in a text, and counts the ideas that they stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# A unit of a text: a word, a Chinese character, or a mark.
UNIT = re.compile(rf"[{HAN}]|[^\W{HAN}]+(?:['’ʼ][^\W{HAN}]+)*|[^\w\s]")
APOSTROPHES = str.maketrans("'ʼ", "’’")
STEM = "*"  # at the end of a word: it may go on


def units(text: str) -> list[str]:
    return UNIT.findall(text.casefold().translate(APOSTROPHES))


class Lexicon:
    """Ideas by their words, in one language.

    The longest words count: after "not only" has been found, its "not" is gone. Words without an
    idea are only taken away in this manner.
    """

    def __init__(self, words: Iterable[tuple[str, str | None]]) -> None:
        # By their first unit or its stem, phrases with their other units.
        self.phrases: dict[str, dict[tuple[str, ...], set[str]]] = {}
        self.stem_lengths: list[int] = []  # the longest first
        for word, idea in words:
            first, *rest = _pattern(word)
            if first.endswith(STEM):
                self.stem_lengths.append(len(first) - len(STEM))
            ideas = self.phrases.setdefault(first, {}).setdefault(tuple(rest), set())
            if idea is not None:
                ideas.add(idea)
        self.stem_lengths = sorted(set(self.stem_lengths), reverse=True)

    def count(self, text: str) -> Counter[str]:
        """How often each idea occurs in the text."""
        found: Counter[str] = Counter()
        all_units = units(text)
        at = 0
        while at < len(all_units):
            length, ideas = self._longest(all_units, at)
            for idea in ideas:
                found[idea] += 1
            at += length
        return found

    def _longest(self, all_units: list[str], at: int) -> tuple[int, Iterable[str]]:
        """The number of units and the ideas of the longest phrase here; if there is none, 1."""
        word = all_units[at]
        best: tuple[int, Iterable[str]] = (0, ())
        for phrases in self._candidates(word):
            for rest, ideas in phrases.items():
                if len(rest) + 1 > best[0] and _follows(all_units, at + 1, rest):
                    best = (len(rest) + 1, ideas)
            if best[0] == 1 and () in phrases:
                break  # a longer stem of the same word wins
        return best if best[0] else (1, ())

    def _candidates(self, word: str) -> Iterable[Mapping[tuple[str, ...], set[str]]]:
        if word in self.phrases:
            yield self.phrases[word]
        for length in self.stem_lengths:
            if length <= len(word) and (stem := word[:length] + STEM) in self.phrases:
                yield self.phrases[stem]


def _pattern(word: str) -> list[str]:
    """The units of a word or phrase of a list; a stem keeps its mark."""
    found: list[str] = []
    for unit in units(word):
        if unit == STEM and found:
            found[-1] += STEM
        else:
            found.append(unit)
    return found


def _follows(all_units: list[str], at: int, rest: tuple[str, ...]) -> bool:
    if at + len(rest) > len(all_units):
        return False
    return all(
        unit.startswith(wanted[:-1]) if wanted.endswith(STEM) else unit == wanted
        for unit, wanted in zip(all_units[at : at + len(rest)], rest, strict=True)
    )
