"""Compare what a snippet printed with what its page shows.

The text must be the same exactly; a number may be off by a relative tolerance, since another
processor adds in another order. In detail:

- Blanks at the end of a line and empty lines at the end do not count: editors strip them. A tab is
  shown as blanks up to the next multiple of four.
- A number is a run of digits with, if there are, sign, point and exponent. It does not begin inside
  a word: the 3 of `x3` and the 2 of `layer_2` are text. What follows may be glued to it: `50%`,
  `1.5x`.
- Whole numbers count things, so they must be equal, unless the fence states a tolerance above the
  default. `nan` and `inf` are text.
- There is no absolute tolerance: 1e-10 is not 0. Print rounded what is only rounding noise.
  `-0.0` equals `0.0`.
- When a number is written with more or fewer digits, the blanks around numbers may move.
"""

from __future__ import annotations

import difflib
import math
import re

from tricks_site.snippets.fences import TAB
from tricks_site.snippets.find import RTOL, Output

NUMBER = re.compile(r" *(?<![\w.])([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?) *")
HUNK = re.compile(r"^@@ -(\d+)(\S*) \+(\d+)(\S*)(?= @@$)")


def as_shown(printed: str) -> str:
    """What a snippet printed as an output fence shows it."""
    lines = [line.expandtabs(TAB).rstrip() for line in printed.split("\n")]
    return "\n".join(lines).rstrip("\n")


def agrees(expected: str, printed: str, rtol: float = RTOL) -> bool:
    """Whether the two texts are the same, but for numbers that are about the same."""
    expected, printed = as_shown(expected), as_shown(printed)
    if expected == printed:
        return True
    numbers = list(zip(NUMBER.findall(expected), NUMBER.findall(printed), strict=False))
    return (
        any(one != other for one, other in numbers)
        and NUMBER.sub("\0", expected) == NUMBER.sub("\0", printed)
        and all(_about_equal(one, other, rtol) for one, other in numbers)
    )


def _about_equal(one: str, other: str, rtol: float) -> bool:
    a, b = float(one), float(other)
    whole = one.lstrip("+-").isdigit() and other.lstrip("+-").isdigit()
    # As a float, 2**53 equals 2**53 + 1, and 1e400 equals 1e401.
    if (whole and rtol <= RTOL) or math.isinf(a) or math.isinf(b):
        return one == other or a == b == 0
    return abs(a - b) <= rtol * max(abs(a), abs(b))


def difference(output: Output, printed: str) -> str:
    """A unified diff from the page to what was printed, numbered by the lines of the page.

    Numbers that are within the tolerance are no difference.
    """
    old = as_shown(output.text).split("\n")
    new = as_shown(printed).split("\n")
    if len(old) == len(new):
        pairs = zip(old, new, strict=True)
        new = [one if agrees(one, other, output.rtol) else other for one, other in pairs]
    diff = difflib.unified_diff(old, new, "the page", "what the snippet prints", lineterm="")

    def on_page(match: re.Match[str]) -> str:
        first, count, other_first, other_count = match.groups()
        return (
            f"@@ -{int(first) + output.line}{count} +{int(other_first) + output.line}{other_count}"
        )

    return "\n".join(HUNK.sub(on_page, line) for line in diff)
