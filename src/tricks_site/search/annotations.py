"""Search terms that are indexed with a word of the text but are not shown with it.

Pagefind indexes a word that has ASCII punctuation inside as a whole and in parts. So a term is
written behind the word as `word{~term~}`, and taken out again when Pagefind is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

ANNOTATION = re.compile(r"\{~[^{}]*~\}")
# Behind a word that the next one follows without a space, as in Chinese.
GLUE = "{~~}"
# Pagefind's script splits an excerpt at these instead of at spaces, where there are any.
ZERO_WIDTH_SPACE = "\u200b"


def with_terms(word: str, terms: Iterable[str]) -> str:
    """`word` with its search terms, which are letters only."""
    joined = "~".join(terms)
    return f"{word}{{~{joined}~}}" if joined else word


def without_terms(text: str) -> str:
    """The text as it was: what is shown of it."""
    words = [
        ANNOTATION.sub("", word) + ("" if word.endswith(GLUE) else " ") for word in text.split(" ")
    ]
    return (ZERO_WIDTH_SPACE if GLUE in text else "").join(words).removesuffix(" ")
