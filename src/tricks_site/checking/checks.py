"""All checks of one message in one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from tricks_site.checking.characters import CharacterCheck
from tricks_site.checking.length import LengthCheck
from tricks_site.checking.lexicon import Lexicon
from tricks_site.checking.meaning import MeaningCheck
from tricks_site.checking.message import Message, Problem
from tricks_site.checking.numbers import NumberCheck
from tricks_site.checking.pasted import PastedCheck
from tricks_site.checking.plain import plain_problems
from tricks_site.checking.rules import Rules
from tricks_site.checking.terms import TermCheck, term_words
from tricks_site.checking.units import UnitCheck
from tricks_site.languages import Language
from tricks_site.translation.glossary import Glossary


class Source:
    """The language of the pages: its rules, and the ideas in its texts."""

    def __init__(self, glossary: Glossary, language: Language, rules: Rules) -> None:
        self.language = language
        self.rules = rules
        self.lexicon = _lexicon(glossary, language, rules)
        # The same texts are compared with each language.
        self.ideas = cache(self.lexicon.count)


class Checks:
    """The checks of one language; made once, used for all its messages."""

    def __init__(
        self, glossary: Glossary, source: Source, language: Language, rules: Rules
    ) -> None:
        self.source = source
        self.rules = rules
        self.lexicon = _lexicon(glossary, language, rules)
        self.numbers = NumberCheck(source.language, language)
        self.units = UnitCheck(rules)
        self.meaning = MeaningCheck(rules)
        self.terms = TermCheck(glossary, language, rules)
        self.characters = CharacterCheck(rules)
        self.length = LengthCheck(rules)
        self.pasted = PastedCheck(glossary, language, rules)

    def problems(self, message: Message) -> Iterator[Problem]:
        """All that is wrong with a translation, or may be."""
        wanted: Counter[str] = Counter()
        found: Counter[str] = Counter()
        for english, translated in message.sentences:
            ideas, kept = self.source.ideas(english), self.lexicon.count(translated)
            yield from self.meaning.problems(translated, ideas, kept)
            wanted.update(ideas)
            found.update(kept)
        if message.is_plain:
            yield from plain_problems(message)
        yield from self.numbers.problems(message, wanted, found)
        yield from self.units.problems(wanted, found)
        yield from self.terms.problems(message, wanted, found)
        yield from self.characters.problems(message)
        yield from self.pasted.problems(message)
        yield from self.length.problems(message)


def _lexicon(glossary: Glossary, language: Language, rules: Rules) -> Lexicon:
    return Lexicon([*rules.words, *term_words(glossary, language)])
