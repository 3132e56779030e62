"""Numbers, signs and units: each one of the English, and no other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from babel.core import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol

from tricks_site.checking.message import Message, Problem
from tricks_site.languages import Language

MEND = "write the numbers of the msgid; where the language has a decimal comma, with a comma"
# With its sign, unless that is a hyphen or the dash of a range; a name such as L2 is no number.
NUMBER = r"(?:(?<![\w)\]])[-−])?(?<![A-Za-z\d])(?<![A-Za-z]-)\d+(?:{inside}\d+)*(?:e[-−+]?\d+)?"
NAME = re.compile(r"(?<![A-Za-z\d])[A-Za-z][A-Za-z0-9]*-?\d[A-Za-z0-9]*")
# Marks that change what a number says. The hyphen and the full stop are punctuation as well.
SIGNS = re.compile(r"[±×÷≤≥≈≠<>+%‰°√∞→²³⁻⁰¹⁴-⁹₀-₉]|(?<!\b1)/(?=\d)")
PERCENT = "%"  # or the word for it
# "Three times smaller" may be 1/3.
FRACTION = re.compile(r"(?<![\d.,])1/\d")
DIGITS = re.compile(r"\d[\d.,]*")


class NumberCheck:
    def __init__(self, source: Language, language: Language) -> None:
        self.english = _Numerals(source)
        self.numerals = _Numerals(language)

    def problems(
        self, message: Message, english_ideas: Mapping[str, int], ideas: Mapping[str, int]
    ) -> Iterator[Problem]:
        """`…_ideas` are the numbers that the texts spell with words, among other things."""
        english, translated = message.readable
        wanted, found = self.english.count(english), self.numerals.count(translated)
        fractions = len(FRACTION.findall(translated)) - len(FRACTION.findall(english))
        found["1"] = max(0, found["1"] - max(0, fractions))
        lacking = [
            number
            for number, count in (wanted - found).items()
            # A translation may spell a number: "tenfold" for "10 times".
            if number in english_ideas or ideas.get(number, 0) < count
        ]
        percent = wanted[PERCENT] + english_ideas.get(PERCENT, 0)
        if found[PERCENT] + ideas.get(PERCENT, 0) < percent and PERCENT not in lacking:
            lacking.append(PERCENT)
        # What the English says somewhere, in code or a word too, may be said again to explain it.
        digits = {digits.strip(".,") for digits in DIGITS.findall(message.english)}
        known = digits | self.english.count(message.english).keys() | english_ideas.keys()
        foreign = [number for number in found - wanted if number not in known]
        lacking += sorted(_names(english) - _names(translated))
        foreign += sorted(_names(translated) - _names(message.english))
        if lacking:
            yield Problem("numbers", f"it lacks {', '.join(lacking)} of the English", MEND)
        if foreign:
            problem = f"it has {', '.join(foreign)}, which the English has not"
            yield Problem("numbers", problem, MEND)


class _Numerals:
    """How a language writes numbers, as the Unicode Consortium has gathered it."""

    def __init__(self, language: Language) -> None:
        try:
            locale = Locale.parse(language.code, sep="-")
        except (UnknownLocaleError, ValueError):
            locale = Locale("en")
        self.decimal = get_decimal_symbol(locale)
        self.thousands = get_group_symbol(locale).replace("\u202f", "\u00a0")
        decimal, thousands = re.escape(self.decimal), re.escape(self.thousands)
        marks = "".join({".", ",", self.decimal, self.thousands, "\u202f"})
        self.number = re.compile(NUMBER.format(inside=f"[{re.escape(marks)}]"))
        self.grouped = re.compile(rf"-?\d{{1,3}}(?:{thousands}\d{{3}})+(?:{decimal}\d+)?")

    def count(self, text: str) -> Counter[str]:
        """Each number, as English writes it without marks between thousands, and each sign."""
        numbers = map(self._value, self.number.findall(text))
        return Counter([*numbers, *SIGNS.findall(text)])

    def _value(self, number: str) -> str:
        number = number.replace("−", "-").replace("\u202f", "\u00a0")
        if not number.isascii():  # other digits, such as the Persian ones
            number = re.sub(r"\d", lambda digit: str(int(digit[0])), number)
        if self.grouped.fullmatch(number):
            number = number.replace(self.thousands, "")
        return number.replace(self.decimal, ".")


def _names(text: str) -> set[str]:
    return {name.casefold() for name in NAME.findall(text)}
