"""All that a reader reads: messages of the pages, their translations, the glossary's definitions.

The glossary's terms and their forms are not there: they are words that we decided on, and known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tricks_site.languages import Language
from tricks_site.project import Project
from tricks_site.translation import glossary
from tricks_site.translation.catalogs import catalog_path
from tricks_site.translation.collect import Messages
from tricks_site.translation.messages import Key

REFERENCES = Key("References")


@dataclass(frozen=True)
class Text:
    """A text in a language, and where it is from: `line` is where it starts, if that is known."""

    path: Path
    line: int | None
    content: str


def texts(
    project: Project, messages: Mapping[PurePosixPath, Messages], language: Language
) -> Iterator[Text]:
    """What there is to read in a language, less the references."""
    for name, of_page in messages.items():
        prose = _without_references(of_page)
        if language == project.source:
            for key in prose:
                yield Text(Path(of_page[key].files[0]), None, key.text)
        else:
            path = catalog_path(language.code, name)
            catalog = project.catalog(path, language)
            for key in prose:
                message = catalog.get(key.text, key.context)
                if message is not None and message.string and not message.fuzzy:
                    yield Text(path, message.lineno, str(message.string))
    for term in project.glossary.terms:
        yield Text(glossary.FILE, term.line, term.entry(language).definition)


def _without_references(messages: Messages) -> list[Key]:
    """The messages of a page without the list under "References".

    It consists of names of people and of titles as they were printed, whatever their language.
    """
    kept = []
    listed = False
    for key, origin in messages.items():
        if "heading" in origin.notes:
            listed = key == REFERENCES
        if not (listed and "list item" in origin.notes):
            kept.append(key)
    return kept


def line_of(root: Path, text: Text, word: str) -> int | None:
    """The line on which the word of a text stands in its file."""
    content = (root / text.path).read_text(encoding="utf-8")
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    start = 0
    if text.line is not None:
        start = len("".join(content.splitlines(keepends=True)[: text.line - 1]))
        if text.path.suffix == ".po":
            start = max(start, content.find("\nmsgstr", start))
    elif found := re.search(r"\s+".join(map(re.escape, text.content.split())), content):
        start = found.start()
    match = pattern.search(content, start)
    return content.count("\n", 0, match.start()) + 1 if match else text.line
