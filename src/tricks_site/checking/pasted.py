"""English that was left in a translation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tricks_site.checking.lexicon import units
from tricks_site.checking.message import Message, Problem
from tricks_site.checking.rules import Rules
from tricks_site.languages import Language
from tricks_site.translation.glossary import Glossary, same_terms
from tricks_site.translation.same_as_english import whole_words

# An English name in brackets or quotation marks, after its translation, is a service to the reader.
ASIDE = re.compile(r"[(（][^()（）]*[)）]|«[^«»]*»|“[^“”]*”|\"[^\"]*\"")
# So many words of the English in a row, most of them with a small letter, are no name.
RUN, SMALL = 4, 3


class PastedCheck:
    def __init__(self, glossary: Glossary, language: Language, rules: Rules) -> None:
        self.rules = rules
        # Terms with the same name in both languages are no English.
        self.shared = whole_words(same_terms(glossary, language))

    def problems(self, message: Message) -> Iterator[Problem]:
        english, translated = message.prose
        text = ASIDE.sub(" | ", translated)
        if self._left(english, text) and (left := self._left(english, self.shared.sub("|", text))):
            yield Problem("english", f"English was left in it: {left}", "translate it")

    def _left(self, english: str, text: str) -> str:
        """What of the English is in the text; "" if nothing is."""
        if self.rules.english_runs and (run := _common_run(english, text)):
            return run
        known = self.rules.english.intersection(units(english))
        words = [word for word in units(text) if word in known] if known else []
        return " … ".join(dict.fromkeys(words)) if len(words) >= self.rules.english_words else ""


def _common_run(english: str, translated: str) -> str:
    """Words that stand in the translation as they stand in the English; "" if there are none."""
    known = set(_runs(english))
    return next((" ".join(run) for run in _runs(translated) if run in known), "")


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    # What is not between two words of a run is part of the sentence, such as a comma.
    found = re.findall(r"[^\W\d_]+|\|", text)
    words = [word if word.isascii() else "|" for word in found]
    for at in range(len(words) - RUN + 1):
        run = tuple(words[at : at + RUN])
        if "|" not in run and sum(word.islower() for word in run) >= SMALL:
            yield run
