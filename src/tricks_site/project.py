"""The project as a whole: its pages, what their snippets gave, and its catalogs."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import ParamSpec, Self, TypedDict

from babel.messages.catalog import Catalog

from tricks_site.errors import SiteError, SiteErrors
from tricks_site.labs.run import run_labs
from tricks_site.languages import Language, read_languages
from tricks_site.markup.page import Page, Rendering, page_names, read_page
from tricks_site.snippets.find import Snippet
from tricks_site.snippets.run import Progress, Result, results, run
from tricks_site.translation.catalogs import (
    SITE,
    CatalogTranslator,
    catalog_path,
    read_catalog,
    translations,
)
from tricks_site.translation.glossary import Glossary, read_glossary
from tricks_site.translation.messages import Recorder, Translator
from tricks_site.translation.reviews import Reviews, read_reviews

CACHE = Path(".cache")
# A brace alone would end a build that fills in the placeholders.
PLACEHOLDER = re.compile(r"\{[^}]*\}|[{}]")
P = ParamSpec("P")


class Running(TypedDict):
    """Where snippets and labs are run."""

    root: Path
    cache: Path


@dataclass
class Project:
    """Everything below `root`; the first of the languages is the one the pages are written in."""

    root: Path
    languages: list[Language]
    pages: dict[PurePosixPath, Page]
    glossary: Glossary = field(default_factory=Glossary)
    reviews: Reviews = field(default_factory=dict)
    results: dict[Snippet, Result] = field(default_factory=dict)

    @classmethod
    def load(cls, root: Path) -> Self:
        """Read languages, glossary, pages and reviews. SiteErrors with all that cannot be read."""
        languages = read_languages(root)
        names = page_names(root)
        pages: dict[PurePosixPath, Page] = {}
        project = cls(root, languages, pages)

        def read_terms() -> None:
            project.glossary = read_glossary(root, languages)

        def read_all_reviews() -> None:
            project.reviews = read_reviews(root, project.targets, names)

        def read(name: PurePosixPath) -> None:
            pages[name] = page = read_page(root, name)
            _ = page.front_matter  # tells what is wrong with it

        with Gathered() as attempt:
            attempt(read_terms)
            attempt(read_all_reviews)
            for name in names:
                attempt(read, name)
        return project

    @property
    def source(self) -> Language:
        return self.languages[0]

    @property
    def targets(self) -> list[Language]:
        return self.languages[1:]

    def page(self, name: PurePosixPath) -> Page:
        return self.pages[name]

    def snippets(self) -> list[Snippet]:
        """The snippets of all pages. SiteErrors with all that is wrong with their fences.

        The cells of a lab, which run in one session, are not among them.
        """
        found: list[Snippet] = []

        def add(page: Page) -> None:
            cells = set(page.code_cells)
            found.extend(snippet for snippet in page.snippets if snippet not in cells)

        with Gathered() as attempt:
            for page in self.pages.values():
                attempt(add, page)
        return found

    def run_snippets(self) -> dict[Snippet, Result]:
        """Run what has changed since the last time, whatever the pages say that it prints.

        SiteErrors with every snippet that failed.
        """
        report = run(self.snippets(), progress=_counting("Snippets run"), **self._running)
        if report.errors:
            raise SiteErrors(report.errors)
        return report.results

    def check_snippets(self) -> None:
        """Run the snippets, which must print what the pages show, and keep their results."""
        progress = _counting("Snippets run")
        self.results = results(self.snippets(), prune=True, progress=progress, **self._running)

    def run_labs(self) -> None:
        """Run the labs, and keep what their cells give. SiteErrors with all that fails."""
        labs = [page for page in self.pages.values() if page.cells]
        report = run_labs(labs, progress=_counting("Cells of labs run"), **self._running)
        if report.errors:
            raise SiteErrors(report.errors)
        self.results |= report.results

    def run_all(self) -> None:
        """Run and check all that the pages show."""
        with Gathered() as attempt:
            attempt(self.check_snippets)
            attempt(self.run_labs)

    @property
    def _running(self) -> Running:
        return {"root": self.root, "cache": self.root / CACHE}

    def catalog(self, path: Path, language: Language) -> Catalog:
        """The catalog at `path` as it is now, not to be changed. SiteErrors if it is not sound."""
        try:
            status = (self.root / path).stat()
        except FileNotFoundError:
            return _catalog(self.root, path, language.code, None)
        return _catalog(self.root, path, language.code, (status.st_mtime_ns, status.st_size))

    def read_catalogs(self) -> None:
        """Read every catalog now, so that all that is wrong is told at once."""
        with Gathered() as attempt:
            for language in self.targets:
                for name in (SITE, *self.pages):
                    attempt(self.catalog, catalog_path(language.code, name), language)
                attempt(self._check_labels, language)

    def _check_labels(self, language: Language) -> None:
        """What a label leaves open for a number or a name must stay open in the translation."""
        path = catalog_path(language.code, SITE)
        for key, translated in translations(self.catalog(path, language)).items():
            if sorted(PLACEHOLDER.findall(key.text)) != sorted(PLACEHOLDER.findall(translated)):
                message = self.catalog(path, language).get(key.text, key.context)
                raise SiteError(
                    path,
                    message.lineno if message else None,
                    f"{translated!r} has not the placeholders of {key.text!r}",
                    "copy what stands in {braces} from the msgid",
                )

    def rendering(self, language: Language, page: Page) -> Rendering:
        """A new rendering of a page, to be made HTML of."""
        return Rendering(
            page,
            language,
            self.translator(language, page),
            self.ui(language),
            self.results,
            self.glossary,
        )

    def translator(self, language: Language, page: Page) -> Translator:
        """A new translator of a page, which counts what it is asked for."""
        return self._translator(language, page.name)

    def ui(self, language: Language) -> Translator:
        """A new translator of the site's own labels."""
        return self._translator(language, SITE)

    def _translator(self, language: Language, name: PurePosixPath) -> Translator:
        if language == self.source:
            return Recorder(f"docs/{name}")
        path = catalog_path(language.code, name)
        return CatalogTranslator(self.catalog(path, language), path)


# So many that those of a language, and of any but the largest projects, stay in memory.
@lru_cache(maxsize=1000)
def _catalog(root: Path, path: Path, code: str, _version: object) -> Catalog:
    """A catalog, read once for each version of the file: `make serve` builds again and again."""
    return read_catalog(root, path, code)


def _counting(what: str) -> Progress:
    """One line that counts, on a terminal; the last count, in a log."""

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done == total else ""
            print(f"\r{what}: {done} of {total}", end=end, file=sys.stderr, flush=True)
        elif done == total:
            print(f"{what}: {total}", file=sys.stderr)

    return show


class Gathered:
    """Collects the errors of several attempts and raises them together at the end."""

    def __enter__(self) -> Callable[..., None]:
        self.errors: list[SiteError] = []
        return self._attempt

    def _attempt(self, action: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            action(*args, **kwargs)
        except SiteError as error:
            self.errors.append(error)
        except SiteErrors as errors:
            self.errors += errors.errors

    def __exit__(self, *_: object) -> None:
        if self.errors:
            raise SiteErrors(self.errors)
