"""Terms: those of the glossary where the English has them, and not the words to avoid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tricks_site.checking.lexicon import STEM, Lexicon, units
from tricks_site.checking.message import Message, Problem
from tricks_site.checking.rules import Rules
from tricks_site.languages import Language
from tricks_site.translation.glossary import FILE, Glossary

# What inflection changes at the end of a word, if it is long enough to be told from others.
ENDING = "aeiouаеєиіїоуюяьй"
SHORTEST_STEM = 4
# A label in a figure may be short: "batch norm."
ABBREVIATED = re.compile(r"\w\.")


class TermCheck:
    def __init__(self, glossary: Glossary, language: Language, rules: Rules) -> None:
        self.loose = rules.loose_terms
        self.names = {
            term.id: name for term in glossary.terms if (name := term.entry(language).name)
        }
        # For each term, the parts that tell it: one of these groups has to be in the text.
        self.parts: dict[str, list[list[str]]] = {}
        groups = [(_parts(word), term) for word, term in term_words(glossary, language)]
        # "Group" tells group normalization, if normalization is a term of its own.
        terms = {parts[0] for parts, _ in groups if len(parts) == 1}
        for parts, term in groups:
            own = [part for part in parts if part not in terms]
            self.parts.setdefault(term, []).append(own or parts)
        avoided: list[tuple[str, str | None]] = [
            (_any_form(word), f"{term.id} {word}")
            for term in glossary.terms
            for word in term.avoid.get(language.code, ())
        ]
        self.avoided = Lexicon([*avoided, *((word, None) for word in rules.ignored)])

    def problems(
        self, message: Message, wanted: Mapping[str, int], found: Mapping[str, int]
    ) -> Iterator[Problem]:
        """Compare the terms in the English, among other ideas, with those in the translation."""
        text = message.prose[1].casefold()
        is_short = message.is_plain and ABBREVIATED.search(text)
        wanted_terms = [] if is_short else [idea for idea in wanted if idea in self.names]
        for term in wanted_terms:
            if found.get(term) or term in self.loose:
                continue
            if not any(all(part in text for part in parts) for parts in self.parts[term]):
                yield Problem(
                    "terms",
                    f"the term {self.names[term]!r} ({term}) is missing",
                    f"use it, or one of its forms in {FILE}",
                    is_warning=True,
                )
        for idea in self.avoided.count(message.prose[1]):
            term, _, word = idea.partition(" ")
            if wanted.get(term):
                yield Problem(
                    "terms",
                    f"it has {word!r}, which {FILE} avoids",
                    f"write {self.names[term]!r}" if term in self.names else "choose another word",
                )


def term_words(glossary: Glossary, language: Language) -> Iterator[tuple[str, str]]:
    """Each name and form of a term, with the term."""
    for term in glossary.terms:
        entry = term.entry(language)
        for word in (entry.name, *entry.forms):
            if word:
                yield word, term.id


def _parts(word: str) -> list[str]:
    """The words or Chinese characters of a term, without their endings, as they are in a text.

    They may stand apart: "group and layer normalization", "gradients that vanish".
    """
    return [_stem(unit) for unit in units(word)]


def _stem(word: str) -> str:
    return word.rstrip(ENDING) if len(word) > SHORTEST_STEM else word


def _any_form(word: str) -> str:
    """The word with whatever ending; a phrase, too, each of whose words may be inflected."""
    stems = [(part, _stem(part)) for part in word.split()]
    return " ".join(part if part == stem else stem + STEM for part, stem in stems)
