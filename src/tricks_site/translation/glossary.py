"""The glossary: the field's terms in all languages, from `translations/glossary.csv`.

The columns are `topic`, `avoid` (`lang:word`, what not to call it), `reason` (why a term was
chosen), and for each language the term, its `<lang>_forms` (inflected forms and synonyms) and its
`<lang>_definition`. Several forms, or several words to avoid, have `;` between them.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markdown.extensions.toc import slugify

from tricks_site.errors import SiteError, SiteErrors
from tricks_site.files import read_text
from tricks_site.languages import Language
from tricks_site.translation.catalogs import Status
from tricks_site.translation.safety import plain_problems

FILE = Path("translations/glossary.csv")


@dataclass(frozen=True)
class Entry:
    """A term in one language: its name, its other forms, its definition; "" is not translated."""

    name: str = ""
    forms: tuple[str, ...] = ()
    definition: str = ""


@dataclass(frozen=True)
class Term:
    """A term in all languages: an entry for each code; `line` is where it stands in the file.

    `avoid` has, for each code, what not to call it.
    """

    line: int
    topic: str
    id: str
    entries: Mapping[str, Entry]
    avoid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def entry(self, language: Language) -> Entry:
        return self.entries.get(language.code, Entry())


@dataclass(frozen=True)
class Glossary:
    """All terms, in the order of the file; the first of the languages is that of the pages."""

    languages: tuple[Language, ...] = ()
    terms: tuple[Term, ...] = ()

    def topics(self) -> list[str]:
        return list(dict.fromkeys(term.topic for term in self.terms))

    def about(self, topic: str) -> list[Term]:
        """The terms of a topic."""
        return [term for term in self.terms if term.topic == topic]

    def forms(self, language: Language) -> dict[str, tuple[str, ...]]:
        """By the id of each term, its other forms in a language, and in English: SGD, RMSNorm."""
        return {
            term.id: term.entry(language).forms + term.entry(self.languages[0]).forms
            for term in self.terms
        }


def same_terms(glossary: Glossary, language: Language) -> Iterator[str]:
    """The terms with the same name as in English, in all their English forms."""
    for term in glossary.terms:
        english = term.entry(glossary.languages[0])
        if english.name and term.entry(language).name == english.name:
            yield from (english.name, *english.forms)


def status(terms: Sequence[Term], language: Language) -> Status:
    """How many names and definitions of these terms there are in a language."""
    entries = [term.entry(language) for term in terms]
    waiting = sum((not entry.name) + (not entry.definition) for entry in entries)
    return Status(2 * len(entries), waiting)


def read_glossary(root: Path, languages: Sequence[Language]) -> Glossary:
    """Read the glossary; a project without the file has no terms.

    SiteErrors with all that is wrong in it.
    """
    if not (root / FILE).exists():
        return Glossary(tuple(languages))
    # Spreadsheets write a byte order mark.
    reader = _Reader(languages, read_text(root, FILE).removeprefix("\ufeff"))
    terms = tuple(reader.terms())
    if reader.errors:
        raise SiteErrors(reader.errors)
    return Glossary(tuple(languages), terms)


class _Reader:
    """One pass over the file; what is wrong gathers in `errors`."""

    def __init__(self, languages: Sequence[Language], text: str) -> None:
        self.codes = [language.code for language in languages]
        self.source = self.codes[0]
        self.text = text
        self.errors: list[SiteError] = []

    def error(self, line: int, problem: str, mend: str) -> None:
        self.errors.append(SiteError(FILE, line, problem, mend))

    def terms(self) -> Iterator[Term]:
        rows = self.rows()
        _, header = next(rows, (1, []))
        if not self.columns_are_right(header):
            return
        # The languages that the file has columns for.
        self.codes = [code for code in self.codes if code in header]
        ids: dict[str, int] = {}
        names: dict[tuple[str, str], int] = {}
        for line, cells in rows:
            if len(cells) != len(header):
                self.error(
                    line,
                    f"the line has {len(cells)} columns, not {len(header)}",
                    'put a text with a comma or a quotation mark into "quotes", and double the'
                    ' quotation marks in it ("")',
                )
                continue
            term = self.term(line, dict(zip(header, cells, strict=True)))
            first = ids.setdefault(term.id, line)
            if term.id and first != line:
                self.error(
                    line, f"the term {term.id!r} stands on line {first} already", "keep one of them"
                )
                continue
            self.check_names(term, names)
            yield term

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with the line on which it starts."""
        reader = csv.reader(io.StringIO(self.text, newline=""), strict=True)
        while True:
            line = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self.error(
                    line,
                    f"cannot read the rest of the file from here: {error}",
                    'close each "quoted" text, and double the quotation marks in it ("")',
                )
                return
            if row:
                yield line, row

    def columns_are_right(self, header: list[str]) -> bool:
        wanted = {
            code: [code, f"{code}_forms", f"{code}_definition"]
            for code in self.codes
            # A language that has no column yet is not translated yet.
            if code == self.source or {code, f"{code}_forms", f"{code}_definition"} & set(header)
        }
        columns = [
            "topic",
            "avoid",
            "reason",
            *(name for names in wanted.values() for name in names),
        ]
        missing = [name for name in columns if name not in header]
        unknown = [name for name in header if name not in columns]
        twice = sorted({name for name in header if header.count(name) > 1})
        for names, problem, mend in (
            (missing, "is missing", "restore the first line from git, or add the column"),
            (
                unknown,
                "is unknown",
                "correct its name; languages are in translations/languages.yml",
            ),
            (twice, "stands there twice", "keep one of the two"),
        ):
            for name in names:
                self.error(1, f"the column {name!r} {problem}", mend)
        return not (missing or unknown or twice)

    def term(self, line: int, row: dict[str, str]) -> Term:
        for column, cell in row.items():
            if cell != " ".join(cell.split()):
                self.error(
                    line,
                    f"{column} has a blank too many, or a line break: {cell!r}",
                    "write it on one line, without blanks around it",
                )
            elif plain_problems(cell):
                self.error(line, f"{column} has a control character: {cell!r}", "delete it")
        for column in ("topic", self.source, f"{self.source}_definition"):
            if not row[column].strip():
                self.error(line, f"{column} is empty", "fill it in")
        entries = {
            code: Entry(
                row[code].strip(),
                tuple(self.items(line, f"{code}_forms", row[f"{code}_forms"])),
                row[f"{code}_definition"].strip(),
            )
            for code in self.codes
        }
        avoided = self.items(line, "avoid", row["avoid"])
        words: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for code, _, word in (item.partition(":") for item in avoided):
            words[code] += (word,)
        term = Term(line, row["topic"], slugify(row[self.source], "-"), entries, words)
        for item in avoided:
            self.check_avoided(term, item)
        return term

    def items(self, line: int, column: str, cell: str) -> list[str]:
        """What stands between the semicolons of a cell."""
        items = cell.split(";") if cell.strip() else []
        for item in items:
            if not item or item != item.strip():
                self.error(
                    line,
                    f"{column} has an empty entry, or a blank beside a semicolon: {cell!r}",
                    "write one;two;three",
                )
                break
        return [item.strip() for item in items if item.strip()]

    def check_avoided(self, term: Term, item: str) -> None:
        code, _, word = item.partition(":")
        if code not in self.codes or not word or word != word.strip():
            self.error(
                term.line,
                f"avoid has {item!r}, which names no language of the file and a word",
                f"write lang:word, where lang is one of {', '.join(self.codes)}",
            )
        elif word in (term.entries[code].name, *term.entries[code].forms):
            self.error(
                term.line,
                f"{item!r} is to be avoided, and is the term or one of its forms",
                "decide for one of the two",
            )

    def check_names(self, term: Term, names: dict[tuple[str, str], int]) -> None:
        """A word means one thing: it is the name or a form of a single term."""
        for code, entry in term.entries.items():
            if entry.forms and not entry.name:
                self.error(
                    term.line, f"{code}_forms has forms of no term", f"fill in the column {code}"
                )
            for name in filter(None, (entry.name, *entry.forms)):
                if first := names.get((code, name.casefold())):
                    self.error(
                        term.line,
                        f"{name!r} ({code}) is a term or form on line {first} already"
                        if first != term.line
                        else f"{name!r} ({code}) stands there twice",
                        "keep it in the place where it fits best",
                    )
                names.setdefault((code, name.casefold()), term.line)
