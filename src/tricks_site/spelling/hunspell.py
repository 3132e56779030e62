"""Asks Hunspell, a program that many systems have, about words."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable

# The dictionary of each language that has one, and the Debian package that brings it.
DICTIONARIES = {
    "en": ("en_US", "hunspell-en-us"),
    "nl": ("nl_NL", "hunspell-nl"),
    "uk": ("uk_UA", "hunspell-uk"),
}


class HunspellMissingError(Exception):
    """Hunspell or the dictionary of a language is not installed."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(
            f"the spelling of {code} was not checked: that needs Hunspell and its dictionary"
            f" (Debian and Ubuntu: apt-get install hunspell {DICTIONARIES[code][1]})"
        )


def unknown(code: str, words: Iterable[str]) -> dict[str, list[str]]:
    """Those of the words that the dictionary of the language lacks, with what it suggests.

    Raises HunspellMissingError.
    """
    asked = sorted(set(words))
    program = shutil.which("hunspell")
    if program is None:
        raise HunspellMissingError(code)
    # A personal list would make the answer depend on the machine. A word after ^ is no command.
    done = subprocess.run(
        [program, "-a", "-i", "utf-8", "-d", DICTIONARIES[code][0], "-p", os.devnull],
        input="".join(f"^{word}\n" for word in asked).encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise HunspellMissingError(code)
    # After a line about itself, it answers each word with lines (one for each part into which it
    # cuts the word) and an empty line.
    _, _, answers = done.stdout.decode().partition("\n")
    found = {}
    for word, answer in zip(asked, answers.split("\n\n"), strict=False):
        wrong = [line for line in answer.splitlines() if line.startswith(("&", "#"))]
        if wrong:
            _, _, suggestions = wrong[0].partition(": ")
            found[word] = suggestions.split(", ") if suggestions else []
    return found
