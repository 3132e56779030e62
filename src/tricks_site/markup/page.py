"""An English page, and one rendering of it in one language."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import yaml
from markdown.util import ETX, STX, AtomicString

from tricks_site.errors import SiteError
from tricks_site.files import read_text
from tricks_site.languages import Language
from tricks_site.markup.percent import Cell, read_percent
from tricks_site.markup.waiting import english
from tricks_site.snippets.find import Snippet, read_snippets
from tricks_site.snippets.run import Result
from tricks_site.translation.catalogs import Status
from tricks_site.translation.glossary import Glossary
from tricks_site.translation.messages import Key, Translation, Translator
from tricks_site.translation.safety import notebook_problems, plain_problems

if TYPE_CHECKING:
    from tricks_site.translation.progress import Progress

DOCS = Path("docs")
ASSETS = "assets"  # styles, scripts and fonts; what is written about them is no page
LABS = "labs"  # notebooks, which are pages as well
FRONT_MATTER = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)
IMPORTS_PACKAGE = re.compile(r"^\s*(from|import) training_tricks\b", re.MULTILINE)
SHOWS_PROGRESS = re.compile(r"^```translation-status\b", re.MULTILINE)
NEIGHBOURS = re.compile(r"^(`{3,})\n(?=`{3,}python$)", re.MULTILINE)
# More than is read as one, so that none is missed.
GLOSSARY_FENCE = re.compile(r"[`~]{3}.*\bglossary\b")
TRANSLATED_FIELDS = ("title", "description")
# On a block with a message of its own: the line of the catalog (of the glossary, for a term) on
# which it stands. On the English page it is empty, and the nth there is the nth of a translation:
# docs/assets/doors.js goes by that.
LINE = "data-line"


@dataclass(frozen=True)
class Page:
    """A page as it stands under `docs/`; `name` is its path there, `text` all of the file.

    Only a lab has `cells`. It is called `labs/….md` like a page, and its file `labs/….py`.
    """

    name: PurePosixPath
    text: str
    cells: tuple[Cell, ...] = ()

    @property
    def path(self) -> Path:
        """The path as a person knows it."""
        return DOCS / (self.name.with_suffix(".py") if self.cells else self.name)

    @cached_property
    def snippets(self) -> list[Snippet]:
        return read_snippets(self.path, self.text)

    @cached_property
    def front_matter(self) -> dict[str, str]:
        """What stands in front of the page. SiteError when something that every page has is not."""
        match = FRONT_MATTER.match(self.text)
        try:
            meta = yaml.safe_load(match[1]) if match else {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise SiteError(
                self.path,
                mark.line + 2 if mark else 1,
                "what stands between the lines --- is not valid YAML",
                'put a text with a colon or a quotation mark into "quotes"',
            ) from None
        for name in TRANSLATED_FIELDS:
            if not isinstance(meta, dict) or not isinstance(meta.get(name), str):
                raise SiteError(
                    self.path,
                    1,
                    f"the page has no {name}",
                    f"start the page with a line ---, then `{name}: …`, then a line ---",
                )
        return meta

    @property
    def body(self) -> str:
        body = FRONT_MATTER.sub("", self.text, count=1)
        # Python-Markdown would take neighbouring cells for one paragraph.
        return NEIGHBOURS.sub(r"\1\n\n", body) if self.cells else body

    @property
    def uses_package(self) -> bool:
        """Whether a reader needs `training_tricks` to run the snippets."""
        return any(IMPORTS_PACKAGE.search(snippet.code) for snippet in self.snippets)

    @cached_property
    def lists_terms(self) -> bool:
        """Whether terms of the glossary are listed on the page."""
        return bool(GLOSSARY_FENCE.search(self.text))

    @property
    def shows_progress(self) -> bool:
        """Whether the page says how far the translations are."""
        return bool(SHOWS_PROGRESS.search(self.text))

    @property
    def code_cells(self) -> list[Snippet]:
        """The code of a lab, as far as it is run."""
        lines = {cell.line for cell in self.cells if cell.is_code}
        return [snippet for snippet in self.snippets if snippet.line in lines]

    def line_of(self, part: str) -> int | None:
        """The first line on which `part` starts, for an error message."""
        at = self.text.find(part)
        return None if at < 0 else self.text.count("\n", 0, at) + 1


def read_page(root: Path, name: PurePosixPath) -> Page:
    """The page `docs/<name>`."""
    path = DOCS / name
    if name.parent.name == LABS:
        path = path.with_suffix(".py")
        text, cells = read_percent(path, _read(root, path))
        return Page(name, text, cells)
    return Page(name, _read(root, path))


def _read(root: Path, path: Path) -> str:
    return read_text(root, path).replace("\r\n", "\n")


def address(name: PurePosixPath) -> str:
    """The English address of a page below the site's: `tricks/dropout/`."""
    folder = name.parent if name.stem == "index" else name.with_suffix("")
    return "" if folder == PurePosixPath(".") else f"{folder}/"


def page_names(root: Path) -> list[PurePosixPath]:
    """All pages, sorted, so that every run sees them in the same order."""
    docs = root / DOCS
    files = [*docs.rglob("*.md"), *(docs / LABS).glob("*.py")]
    names = (PurePosixPath(path.relative_to(docs).as_posix()) for path in files)
    return sorted(name.with_suffix(".md") for name in names if name.parts[0] != ASSETS)


@dataclass
class Rendering:
    """One page on its way to HTML in one language. What is wrong gathers in `errors`.

    `ui` translates the site's own labels (`"Copy"`); `translate` the page's messages.
    """

    page: Page
    language: Language
    translate: Translator
    ui: Translator
    results: Mapping[Snippet, Result]
    glossary: Glossary = field(default_factory=Glossary)
    errors: list[SiteError] = field(default_factory=list)
    waiting_headings: set[str] = field(default_factory=set)
    has_formulas: bool = False
    # Each block of text in page order: the message, and what is shown for it.
    blocks: list[tuple[str, str]] = field(default_factory=list)
    # Of the glossary, as far as it is on this page.
    terms: Status = field(default_factory=lambda: Status(0, 0))
    # How far all translations are, for the page that shows it.
    progress: Progress | None = None

    def depends_on(self) -> tuple[object, ...]:
        """What makes the HTML: two renderings with the same give the same."""
        return (
            self.page,
            self.language,
            *(getattr(translator, "catalog", None) for translator in (self.translate, self.ui)),
            *(self.results[snippet] for snippet in self.page.snippets),
            self.glossary if self.page.lists_terms else None,
            self.progress,
        )

    def plain(self, text: str, note: str) -> Translation:
        """Translate a text that stands where there is no markup: a title, a label, a comment."""
        translation = self.translate(Key(text), note)
        problems = plain_problems(translation.text)
        mend = "write the translation on one line"
        if self.page.cells and not problems:
            problems = notebook_problems(text, translation.text)
            mend = "write without signs that a notebook takes for markup"
        if not problems:
            return translation
        assert translation.path is not None
        self.errors.append(
            SiteError(
                translation.path,
                translation.line,
                f"{problems[0]}, but this {note} is one line of plain text",
                mend,
            )
        )
        return replace(translation, text=text)

    def front_matter(self) -> dict[str, Translation]:
        """The title and the description of the page, translated."""
        return {
            name: self.plain(self.page.front_matter[name], f"{name} of the page")
            for name in TRANSLATED_FIELDS
        }


def as_text(text: str) -> AtomicString:
    """Text that Markdown leaves as it is.

    attr_list does not know that an AtomicString is no markup, and would make attributes of its end:
    so braces are written as Python-Markdown writes an escaped character.
    """
    return AtomicString(text.replace("{", f"{STX}{ord('{')}{ETX}"))


def add(parent: etree.Element, tag: str, text: str) -> etree.Element:
    """A new element with a text that is no Markdown."""
    element = etree.SubElement(parent, tag)
    element.text = as_text(text)
    return element


def mark_line(element: etree.Element, line: int | None) -> None:
    """Say on which line the message of a block stands."""
    element.set(LINE, str(line or ""))


def mark_waiting(element: etree.Element, language: Language) -> None:
    """Mark text as English that waits for its translation."""
    for name, value in english(language).items():
        element.set(name, value)
    element.set("class", f"{element.get('class', '')} waiting".strip())
