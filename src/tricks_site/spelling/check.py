"""Finds misspelled words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from tricks_site.errors import SiteError, SiteErrors
from tricks_site.languages import Language
from tricks_site.project import Project
from tricks_site.spelling import hunspell
from tricks_site.spelling.lists import NAMES, list_path, read_list
from tricks_site.spelling.prose import parts, plain, words
from tricks_site.spelling.texts import Text, line_of, texts
from tricks_site.translation.collect import Messages
from tricks_site.translation.glossary import Glossary

MOST_SUGGESTIONS = 3
# Where Latin letters write an English term or a name.
CYRILLIC = {"uk"}
NOTHING = re.compile("(?!)")  # fits nowhere


def check_spelling(
    project: Project, messages: Mapping[PurePosixPath, Messages]
) -> list[hunspell.HunspellMissingError]:
    """Check every language that has a dictionary; return what could not be checked, and why.

    SiteErrors with all misspelled words.
    """
    source = project.source
    languages = [entry for entry in project.languages if entry.code in hunspell.DICTIONARIES]
    names = read_list(project.root, NAMES)
    known = {entry.code: names | read_list(project.root, entry.code) for entry in languages}
    # By language and word, the texts that have it.
    found: dict[str, dict[str, list[Text]]] = defaultdict(lambda: defaultdict(list))
    quoted = _quoted_terms(project.glossary)
    for language in languages:
        skipped = NOTHING if language == source else quoted
        for text in texts(project, messages, language):
            for word in words(skipped.sub(" ", text.content)):
                found[_dictionary(word, language, source)][word].append(text)
        for term in project.glossary.terms:
            entry = term.entry(language)
            for word in words(skipped.sub(" ", " ".join((entry.name, *entry.forms)))):
                known[_dictionary(word, language, source)].add(plain(word))
    errors: list[SiteError] = []
    missing = []
    for code, listed in known.items():
        try:
            errors += _misspelled(project.root, code, found[code], listed)
        except hunspell.HunspellMissingError as error:
            missing.append(error)
    if errors:
        raise SiteErrors(errors)
    return missing


def _dictionary(word: str, language: Language, source: Language) -> str:
    """The code of the language that a word of a text is in."""
    return source.code if language.code in CYRILLIC and word.isascii() else language.code


def _quoted_terms(glossary: Glossary) -> re.Pattern[str]:
    """English terms inside of another language.

    Such as *gewichten* (weights), *loss scaling*; of several words also without a mark.
    """
    english = [term.entry(glossary.languages[0]) for term in glossary.terms]
    names = {name for entry in english for name in (entry.name, *entry.forms)}
    # The longest first: of several that fit, a pattern takes the first one.
    patterns = [re.escape(name) for name in sorted(names, key=len, reverse=True)]
    marked = [rf"(?<=[*(]){pattern}(?=[*),:;])" for pattern in patterns]
    phrases = [rf"(?<![\w-]){pattern}(?![\w-])" for pattern in patterns if " " in pattern]
    return re.compile("|".join(marked + phrases) or NOTHING.pattern, re.IGNORECASE)


def _misspelled(
    root: Path, code: str, found: Mapping[str, Sequence[Text]], listed: set[str]
) -> Iterable[SiteError]:
    doubtful = [word for word in found if not _is_listed(word, listed)]
    pieces = {part for word in doubtful for part in parts(word)}
    unknown = hunspell.unknown(code, (part for part in pieces if not _is_listed(part, listed)))
    wrong = [word for word in doubtful if not unknown.keys().isdisjoint(parts(word))]
    # The dictionary may know a word with hyphens as a whole.
    if whole := [plain(word) for word in wrong if "-" in word]:
        unknown |= hunspell.unknown(code, whole)
    for word in wrong:
        if plain(word) not in unknown:
            continue
        suggestions = unknown[plain(word)][:MOST_SUGGESTIONS]
        meant = f" (perhaps {', '.join(suggestions)})" if suggestions else ""
        for text in found[word]:
            yield SiteError(
                text.path,
                line_of(root, text, word),
                f"{word!r} is no known word of {code}{meant}",
                f"correct it, or add it to {list_path(code).as_posix()}"
                f" ({list_path(NAMES).name} if it is a name)",
            )


def _is_listed(word: str, listed: set[str]) -> bool:
    """Whether the word is in the list, perhaps with a small letter at its start."""
    word = plain(word)
    return word in listed or word[:1].lower() + word[1:] in listed
