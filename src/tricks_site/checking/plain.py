"""Text that stands where there is no markup, such as a comment or a label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tricks_site.checking.message import Message, Problem

# What makes markup elsewhere. Here it would be shown as it is.
MARKUP = set("<>[]{}`$*_\\&#|")


def plain_problems(message: Message) -> Iterator[Problem]:
    """The translation has the same marks as the English, since none of them is language."""
    wanted, found = (
        Counter(filter(MARKUP.__contains__, text)) for text in (message.english, message.translated)
    )
    for marks, problem in (
        (found - wanted, "that the English has not"),
        (wanted - found, "too few, compared with the English"),
    ):
        if marks:
            listed = " ".join(marks.elements())
            yield Problem("markup", f"it has {listed} {problem}", "copy such marks from the msgid")
