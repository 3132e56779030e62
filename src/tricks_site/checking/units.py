"""Units: bits, pixels, degrees, minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tricks_site.checking.message import Problem
from tricks_site.checking.rules import Rules, unit_idea


class UnitCheck:
    """Each unit of the English, by the words of the lists. A unit may be named once more."""

    def __init__(self, rules: Rules) -> None:
        self.units = rules.units

    def problems(self, wanted: Mapping[str, int], found: Mapping[str, int]) -> Iterator[Problem]:
        """`wanted` are the ideas of the English message, `found` those of the translation."""
        for unit, words in self.units.items():
            if wanted.get(unit_idea(unit)) and not found.get(unit_idea(unit)):
                yield Problem(
                    "units",
                    f"it lacks the unit {unit!r} of the English",
                    f"write it, such as {words[0].removesuffix('*')!r}",
                    is_warning=True,
                )
