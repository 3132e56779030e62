"""Negations and directions: what is easily lost, and turns a sentence round.

These are warnings: a good translation may say "without bound" in a single word. Where it does, and
nobody can list that word, the file of the language has an exception with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tricks_site.checking.message import Problem
from tricks_site.checking.rules import CONCORD, NEGATION, Rules


class MeaningCheck:
    """Compares how often the ideas of the lists occur in a sentence and in its translation."""

    def __init__(self, rules: Rules) -> None:
        self.has_negations = bool(rules.negation)
        sides = [tuple(direction) for direction in rules.directions]
        self.opposites = [pair for one, other in sides for pair in ((one, other), (other, one))]

    def problems(
        self, translated: str, wanted: Mapping[str, int], found: Mapping[str, int]
    ) -> Iterator[Problem]:
        """`wanted` are the ideas of the English sentence, `found` those of the translation."""
        mend = f"read it again: {' '.join(translated.split())}"
        negations = max(found.get(NEGATION, 0), found.get(CONCORD, 0))
        lost = wanted.get(NEGATION, 0) - negations if self.has_negations else 0
        turned = [
            (one, other)
            for one, other in self.opposites
            if found.get(one, 0) < wanted.get(one, 0) and found.get(other, 0) > wanted.get(other, 0)
        ]
        if 0 < lost == len(turned):
            return  # "not well" is "badly"
        if lost > 0:
            problem = f"it has {negations} negations, the English {wanted[NEGATION]}"
            yield Problem("negation", problem, mend, is_warning=True)
        for one, other in turned:
            problem = f"where the English says {one!r}, it says {other!r}"
            yield Problem("direction", problem, mend, is_warning=True)
