"""Takes the numbers of all translations: what pages hold, what catalogs give, what git knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

from tricks_site.languages import Language
from tricks_site.project import Project
from tricks_site.translation import glossary
from tricks_site.translation.catalogs import SITE, catalog_path
from tricks_site.translation.collect import (
    LABEL_SOURCES,
    Messages,
    page_messages,
    reading_order,
    site_messages,
)
from tricks_site.translation.glossary import Term
from tricks_site.translation.history import History, read_history
from tricks_site.translation.messages import Key, Translation
from tricks_site.translation.progress import GUIDE, Figures, Part, Progress, Translated
from tricks_site.translation.same_as_english import SameAsEnglish

TERMS = PurePosixPath(glossary.FILE.name)
# Code, formulas and where links lead are not words to translate.
NO_WORDS = re.compile(r"`[^`]*`|\$[^$]*\$|\]\([^)]*\)|\{[^}]*\}")

# The messages of each page, and what they were made of: `make serve` asks again and again.
_kept: dict[PurePosixPath, tuple[object, Messages]] = {}


def survey(project: Project, same: SameAsEnglish) -> Progress:
    """The figures of all languages. SiteErrors when a page itself is wrong."""
    messages = _messages(project)
    history = read_history(project.root)
    terms = project.glossary.terms
    return Progress(
        project.source,
        tuple(
            Translated(
                language,
                tuple(_parts(project, language, messages, same, history)),
                sum(not _missing(project, term, language) for term in terms),
            )
            for language in project.targets
        ),
        len(terms),
        history.gap,
        GUIDE in project.pages,
    )


def _messages(project: Project) -> dict[PurePosixPath, Messages]:
    """All messages: first the labels, which stand on every page, then page by page."""
    found = {SITE: _labels(project.root, _version(project.root))}
    for name in reading_order(project.root, project.pages):
        page = project.page(name)
        terms = project.glossary if page.lists_terms else None
        made_of = (page, [project.results[s] for s in page.snippets], terms)
        if name not in _kept or _kept[name][0] != made_of:
            of_page = page_messages(page, project.results, project.glossary, project.source)
            _kept[name] = (made_of, of_page)
        found[name] = _kept[name][1]
    return found


@lru_cache(maxsize=1)
def _labels(root: Path, _version: object) -> Messages:
    return site_messages(root)


def _version(root: Path) -> tuple[object, ...]:
    """What changes with the files that labels stand in."""
    files = [root / "mkdocs.yml"]
    for folder, pattern in LABEL_SOURCES:
        files += sorted((root / folder).rglob(pattern))
    return tuple((file, (status := file.stat()).st_mtime_ns, status.st_size) for file in files)


def _parts(
    project: Project,
    language: Language,
    messages: dict[PurePosixPath, Messages],
    same: SameAsEnglish,
    history: History,
) -> Iterator[Part]:
    for name, of_page in messages.items():
        path = catalog_path(language.code, name)
        catalog = project.catalog(path, language)
        done = same.translated(catalog, language.code)
        left = [key for key in of_page if key not in done]
        changed = 0
        for key in left:
            message = catalog.get(key.text, key.context)
            changed += bool(message and message.string and message.fuzzy)
        words = sum(_words(key.text) for key in left)
        english, title = "", Translation("")
        if name in project.pages:
            page = project.page(name)
            english = page.front_matter["title"]
            title = project.translator(language, page)(Key(english), "")
        yield Part(
            name,
            Figures(len(of_page), len(left) - changed, changed, words),
            "" if title.waiting else title.text,
            english,
            history.catalogs.get(path),
            project.reviews.get((language.code, name), ()),
        )
    if project.glossary.terms:
        # Who has changed the file may have changed any language: nobody is named.
        missing = [text for t in project.glossary.terms for text in _missing(project, t, language)]
        total = 2 * len(project.glossary.terms)
        yield Part(TERMS, Figures(total, len(missing), 0, sum(map(_words, missing))))


def _missing(project: Project, term: Term, language: Language) -> list[str]:
    """Of the English name and definition of a term, what the language lacks."""
    own, english = term.entry(language), term.entry(project.source)
    return [
        text
        for text, translated in ((english.name, own.name), (english.definition, own.definition))
        if not translated
    ]


def _words(text: str) -> int:
    """How many words there are to translate in an English text."""
    return sum(any(map(str.isalpha, word)) for word in NO_WORDS.sub(" ", text).split())
