"""Letters and marks that the language does not have: look-alikes, other alphabets, wrong signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tricks_site.checking.message import Message, Problem
from tricks_site.checking.rules import Rules

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
MIXED = re.compile(
    "(?<![A-Za-z\u00c0-\u024f\u0370-\u052f])"
    "(?:[A-Za-z\u00c0-\u024f]+[\u0370-\u052f]|[\u0370-\u052f]+[A-Za-z\u00c0-\u024f])\\w*"
)
LONE = re.compile(r"(?<![\w.*^_\\-])[A-Za-z](?![\w.*^_-])")


class CharacterCheck:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.letters = set(rules.characters + rules.characters.upper())

    def problems(self, message: Message) -> Iterator[Problem]:
        _, translated = message.readable
        if self.letters:
            foreign = {
                character
                for character in translated
                if character not in message.english and not self._knows(character)
            }
            if foreign:
                named = ", ".join(f"{c} ({_name(c)})" for c in sorted(foreign))
                yield Problem(
                    "characters",
                    f"it has a character that is not of this language: {named}",
                    "type it anew on a keyboard of the language",
                )
        for word in set(MIXED.findall(translated)) - set(MIXED.findall(message.english)):
            yield Problem(
                "characters",
                f"{word!r} mixes letters of two alphabets that look alike",
                "type the word anew on a keyboard of the language",
            )
        if any("а" <= letter <= "я" for letter in self.letters):
            known = set(LONE.findall(message.english))
            for letter in sorted(set(LONE.findall(translated)) - known):
                yield Problem(
                    "characters",
                    f"the word {letter!r} is a Latin letter",
                    "type it anew on a keyboard of the language",
                )
        for style in self.rules.style:
            if match := style.pattern.search(translated):
                yield Problem("style", f"it has {match[0]!r}", style.mend)

    def _knows(self, character: str) -> bool:
        if character.isascii():
            return character.isprintable()
        if HAN.match(character) and self.rules.han:
            return _is_in(character, self.rules.han)
        return character in self.letters


def _is_in(character: str, encoding: str) -> bool:
    """Whether a standard has the character: GB 2312 has the simplified ones, Big 5 the others."""
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, 'a control character').lower()}"
