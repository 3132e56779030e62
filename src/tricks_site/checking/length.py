"""Sentences that are left out, and translations that are far too long."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from tricks_site.checking.message import Message, Problem
from tricks_site.checking.rules import Rules

FULL_STOP = re.compile(r"[.?!](?=[\s)”\"»’]|$)|[。？！]")
# How much of an average sentence must be gone, besides its full stop.
SHARE = 0.3
# Below this many letters, the length says nothing.
SHORTEST = 5


class LengthCheck:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    def problems(self, message: Message) -> Iterator[Problem]:
        if self.rules.length is None:
            return
        english, translated = message.prose
        letters, found = _letters(english), _letters(translated)
        if letters < SHORTEST:
            return
        deviation = math.log((found + 1) / (letters * self.rules.length + 1))
        # Short texts vary more.
        usual = self.rules.tolerance * (0.1 + 1 / math.sqrt(letters))
        sentences, kept = _sentences(english), _sentences(translated)
        share = SHARE * self.rules.tolerance * (sentences - kept) / max(sentences, 1)
        if kept < sentences and deviation < math.log(1 - share):
            yield _problem(
                f"it has {kept} sentences, and is short; the English has {sentences}",
                "translate all of it",
            )
        elif deviation < -2.5 * usual:
            yield _problem("it is very short", "translate all of it")
        elif deviation > 3 * usual:
            yield _problem("it is very long", "say what the English says, and no more")


def _problem(text: str, mend: str) -> Problem:
    return Problem("length", text, mend, is_warning=True)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _sentences(text: str) -> int:
    return len(FULL_STOP.findall(text))
