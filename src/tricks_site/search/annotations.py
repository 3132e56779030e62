"""Search terms that are indexed with a word of the text but are not shown with it.

Pagefind indexes a word that has ASCII punctuation inside as a whole and in parts. So a term is
written behind the word as `word{~term~}`, and taken out again when Pagefind is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

ANNOTATION = re.compile(r"\{~[^{}]*~\}")


def with_terms(word: str, terms: Iterable[str]) -> str:
    """`word` with its search terms, which are letters only."""
    joined = "~".join(terms)
    return f"{word}{{~{joined}~}}" if joined else word


def without_terms(text: str) -> str:
    """The text as it was."""
    return ANNOTATION.sub("", text)
