"""Ukrainian words: Pagefind has no stemmer for them, so both ends are met here.

A query is cut to stems (`stem`, whose twin is in docs/assets/search.js), and Pagefind finds
every word that starts with them. Where a word changes inside (вага, вазі; точка, точок) that is
not enough: `extra_stems` gives the stems of its other forms, from a dictionary, and they are
indexed in the same place. So a form of a word finds all its other forms, whatever the stemmer
does: its quality only decides how many extra stems there are.
"""

from __future__ import annotations

import re
from functools import cache

from pymorphy3 import MorphAnalyzer

APOSTROPHES = "'’ʼ"
WORD = re.compile(rf"[а-яіїєґ][а-яіїєґ{APOSTROPHES}-]*", re.IGNORECASE)
INSIDE_WORD = re.compile(rf"[{APOSTROPHES}-]")

# The shortest stem in front of the longest ending, of nouns, adjectives and verbs.
STEM = re.compile(
    "(.{3,}?)(?:"
    "[аеєиіїоуюяйьв]|[аеєиіоуюя][мхй]|[аеєию]т[иьі]|[аи]в|[лт][аеиоь]|[еєи]ш|[ії]в|[оеє]ю|[оеє]ві"
    "|[аяиії]ми|[оеє]го|[оеє]му|[оє]ї|[уюая]ть|[еєи]мо|[еєи]те"
    ")?"
)

# Brackets around the extra stems. Pagefind splits words at ASCII punctuation; search.js takes
# the brackets and all between them out of what it shows.
OPEN, CLOSE = "{~", "~}"


def stem(word: str) -> str:
    """The stem of one word (lower case, without apostrophes and hyphens)."""
    found = STEM.fullmatch(word)
    return found[1] if found else word


@cache
def extra_stems(word: str) -> tuple[str, ...]:
    """Stems of all forms of `word` that are not how `word` itself begins, sorted."""
    surface = plain(word)
    stems = {stem(plain(form.word)) for parse in analyzer().parse(word) for form in parse.lexeme}
    known = {surface, *stems}
    return tuple(
        sorted(
            extra
            for extra in stems
            if not any(other != extra and other.startswith(extra) for other in known)
            and extra != surface
        )
    )


def annotate(text: str) -> str:
    """`text` with the extra stems of its words, each behind the written word it stands in."""
    return " ".join(map(annotate_token, text.replace("ʼ", "’").split()))


def annotate_token(token: str) -> str:
    extras = {
        extra
        for word in WORD.findall(token.lower().replace("’", "'"))
        for extra in extra_stems(word)
    }
    return f"{token}{OPEN}{'~'.join(sorted(extras))}{CLOSE}" if extras else token


def plain(word: str) -> str:
    return INSIDE_WORD.sub("", word.lower())


@cache
def analyzer() -> MorphAnalyzer:
    return MorphAnalyzer(lang="uk")
