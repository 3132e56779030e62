"""Translations that are the English text itself: only where nothing in it is to be translated.

That is a text made of code, formulas, numbers, terms that are the same in the language (says
`glossary.csv`), and what `translations/same-as-english.yml` lists with a reason. Any other
translation that equals its English text was copied and forgotten, and waits like an empty one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Self

import yaml
from babel.messages.catalog import Catalog

from tricks_site.errors import SiteError, SiteErrors
from tricks_site.project import Project
from tricks_site.translation.catalogs import catalog_path, translations
from tricks_site.translation.glossary import Glossary, same_terms
from tricks_site.translation.messages import Key
from tricks_site.yaml_nodes import QUOTE, fields, items, line, read_list

FILE = Path("translations/same-as-english.yml")
FIELDS = {"reason", "languages", "texts", "patterns"}
# Code, formulas, placeholders, and where links lead.
WORDLESS = re.compile(r"`[^`]*`|\$[^$]*\$|\{[^}]*\}|\]\([^)]*\)")


@dataclass(frozen=True)
class Entry:
    """What may stay English in some languages, wherever it stands in a message."""

    line: int
    text: str
    codes: frozenset[str]
    is_pattern: bool

    @property
    def expression(self) -> str:
        return self.text if self.is_pattern else _whole(self.text)


class SameAsEnglish:
    """What may stay English in which language."""

    def __init__(self, entries: list[Entry], glossary: Glossary) -> None:
        self.entries = entries
        self.words: dict[str, re.Pattern[str]] = {}
        for language in glossary.languages:
            listed = [e.text for e in entries if language.code in e.codes and not e.is_pattern]
            self.words[language.code] = whole_words([*listed, *same_terms(glossary, language)])

    @classmethod
    def read(cls, project: Project) -> Self:
        """Read the list; a project without the file has none. SiteErrors with what is wrong."""
        codes = [language.code for language in project.targets]
        return cls(read_entries(project.root, codes), project.glossary)

    def allows(self, code: str, text: str) -> bool:
        """Whether there is nothing in the text that would be translated into this language."""
        for entry in self.entries:
            if entry.is_pattern and code in entry.codes:
                text = re.sub(entry.expression, " ", text)
        rest = self.words[code].sub(" ", WORDLESS.sub(" ", text))
        return not any(map(str.isalpha, rest))

    def translated(self, catalog: Catalog, code: str) -> set[Key]:
        """What the catalog translates for good; English text counts where it is allowed."""
        return {
            key
            for key, text in translations(catalog).items()
            if text != key.text or self.allows(code, text)
        }

    def check(
        self, project: Project, messages: Mapping[PurePosixPath, Iterable[Key]]
    ) -> Iterator[SiteError]:
        """Each translation that is English without a reason, and each needless entry.

        `messages` are those of the site and of every page.
        """
        may_be_used: set[Entry] = set()
        for language in project.targets:
            own = [entry for entry in self.entries if language.code in entry.codes]
            for name, keys in messages.items():
                path = catalog_path(language.code, name)
                catalog = project.catalog(path, language)
                done = translations(catalog)
                for key in keys:
                    if done.get(key, key.text) != key.text:
                        continue
                    may_be_used |= {e for e in own if re.search(e.expression, key.text)}
                    if key in done and not self.allows(language.code, key.text):
                        message = catalog.get(key.text, key.context)
                        yield _copied(path, message.lineno if message else None, key.text)
        yield from (_needless(entry) for entry in self.entries if entry not in may_be_used)


def whole_words(words: Iterable[str]) -> re.Pattern[str]:
    """A regular expression for any of the words; the longest first, or "layer norm" is a layer."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(_whole, longest_first)) or r"(?!)")


def _whole(text: str) -> str:
    """A regular expression for the text, not within a word; a sentence may start with it."""
    first, rest = re.escape(text[0]), re.escape(text[1:])
    return rf"(?<!\w)(?:{first}|{re.escape(text[0].upper())}){rest}(?!\w)"


def read_entries(root: Path, codes: Iterable[str]) -> list[Entry]:
    """The entries of the file, for languages with these codes; none when there is no file.

    SiteErrors with all that is wrong in it.
    """
    groups = read_list(root, FILE, "start each group with `- reason: …`; " + QUOTE)
    reader = _Reader(frozenset(codes))
    entries = [entry for group in groups for entry in reader.group(group)]
    if reader.errors:
        raise SiteErrors(reader.errors)
    return entries


def _copied(path: Path, line: int | None, text: str) -> SiteError:
    short = text if len(text) <= 60 else f"{text[:60]}…"
    return SiteError(
        path,
        line,
        f"the translation of {short!r} is the English text",
        f"translate it, or say in {FILE} why it stays English",
    )


def _needless(entry: Entry) -> SiteError:
    return SiteError(FILE, entry.line, f"no message stays English by {entry.text!r}", "delete it")


class _Reader:
    """Reads the file, knowing lines, and notes what is wrong."""

    def __init__(self, codes: frozenset[str]) -> None:
        self.codes = codes
        self.errors: list[SiteError] = []

    def group(self, group: yaml.Node) -> Iterator[Entry]:
        """A reason with its texts and patterns."""
        found = fields(group)
        lists = [name for name in ("texts", "patterns") if items(found.get(name))]
        if not {"reason"} <= found.keys() <= FIELDS or not lists or not found["reason"].value:
            self.fail(
                group,
                "this is not a group of messages that stay English",
                "give it a `reason`, `texts` or `patterns` or both, and `languages` or nothing",
            )
            return
        named = items(found["languages"]) if "languages" in found else []
        for node in named:
            if node.value not in self.codes:
                known = ", ".join(sorted(self.codes))
                self.fail(node, f"{node.value!r} is no language", f"write one of {known}")
        codes = frozenset(str(node.value) for node in named) or self.codes
        for name in lists:
            for node in items(found[name]):
                if not isinstance(node, yaml.ScalarNode):
                    self.fail(node, "this is no text", QUOTE)
                    continue
                entry = Entry(line(node), node.value, codes, name == "patterns")
                try:
                    re.compile(entry.expression)
                except re.error as error:
                    self.fail(
                        node, f"{entry.text!r} is no regular expression: {error}", "correct it"
                    )
                else:
                    yield entry

    def fail(self, node: yaml.Node, problem: str, mend: str) -> None:
        self.errors.append(SiteError(FILE, line(node), problem, mend))
