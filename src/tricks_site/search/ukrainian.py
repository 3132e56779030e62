"""Ukrainian words: Pagefind has no stemmer for them.

A query is cut to stems (`stem`, whose twin is in docs/assets/search.js), and Pagefind finds every
word that begins with them. Where a word changes inside (вага, вазі; точка, точок) that is not
enough: `extra_stems` knows its other forms from a dictionary, and their stems are indexed with the
word. So any form finds all the others, whatever `stem` does: how well it cuts only decides how many
extra stems there are.
"""

from __future__ import annotations

import re
from functools import cache

from pymorphy3 import MorphAnalyzer

from tricks_site.search.annotations import with_terms

# Of words as short as "це" nobody looks for another form.
WORD = re.compile(r"[а-яіїєґ][а-яіїєґ'’ʼ-]{2,}")

# The shortest stem of three letters or more, before an ending of a noun, adjective or verb; of a
# noun made of a verb that of the verb: зникання, зникають.
STEM = re.compile(
    "(.{3,}?)(?:"
    "[аеєиіїоуюяйьв]|[аеєиіоуюя][мхй]|[аяиії]ми|[ії]в|[оеє]ю|[оеє]ві|[оеє]го|[оеє]му|[оє]ї|[ая]я|[ую]ю"
    "|[еє]є|[аеєию]т[иьі]|[уюая]ть|[аи]в|[лт][аеиоь]|[еєи]ш|[еєи]мо|[еєи]те|й(?:мо?|те)|[аея]нн[яюі](?:м|х|ми)?"
    "|тим[еу](?:мо?|те|ть|ш)?"
    ")?(?:с[яь])?"
)


def annotate(text: str) -> str:
    """`text` with the extra stems of each word."""
    # Pagefind takes the apostrophe ʼ for a letter.
    return " ".join(map(annotate_word, text.replace("ʼ", "’").split()))


def annotate_word(word: str) -> str:
    """`word`, which may have punctuation around it and inside, with its extra stems."""
    parts = WORD.findall(word.lower())
    return with_terms(word, sorted({extra for part in parts for extra in extra_stems(part)}))


@cache
def extra_stems(word: str) -> frozenset[str]:
    """The stems of all forms of `word`, without those that `word` or a longer one begins with."""
    # The dictionary spells з'єднання with the typewriter's apostrophe.
    parses = analyzer().parse(word.replace("’", "'"))
    stems = {stem(letters(form.word)) for parse in parses for form in parse.lexeme}
    indexed = stems | {letters(word)}
    return frozenset(
        extra
        for extra in stems
        if not any(longer.startswith(extra) for longer in indexed - {extra})
        and not letters(word).startswith(extra)
    )


def stem(word: str) -> str:
    """The stem of a word of small letters; the word itself when it has no known ending."""
    found = STEM.fullmatch(word)
    return found[1] if found else word


def letters(word: str) -> str:
    """`word` without apostrophes and hyphens: so Pagefind indexes it."""
    return re.sub("['’ʼ-]", "", word.lower())


@cache
def analyzer() -> MorphAnalyzer:
    return MorphAnalyzer(lang="uk")
