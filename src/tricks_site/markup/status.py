"""How far the translations are, on a page: the languages, what to do next, and page by page."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable
from html import escape
from pathlib import PurePosixPath
from posixpath import relpath

from markdown.util import AtomicString, HtmlStash

from tricks_site.errors import SiteError
from tricks_site.languages import Language
from tricks_site.markup.fences import Fence
from tricks_site.markup.page import Rendering, add, address, as_text, mark_waiting
from tricks_site.translation.messages import Key
from tricks_site.translation.progress import (
    GUIDE,
    Figures,
    Part,
    Progress,
    Step,
    next_steps,
)

# What a fence that asks for a part of the status starts with.
FENCE = "translation-status"


class StatusFences:
    """Writes the status fences of one rendering. What is not known shows as a dash."""

    def __init__(self, rendering: Rendering, stash: HtmlStash) -> None:
        self.rendering = rendering
        self.stash = stash

    def fill(self, element: etree.Element, fence: Fence) -> None:
        """Make of `element`, which held the fence, the part of the status that it asks for."""
        parts: dict[str, Callable[[etree.Element, Progress], None]] = {
            "languages": self.languages,
            "next": self.next,
            "pages": self.pages,
        }
        part = fence.options.get("part", "")
        if part not in parts or len(fence.options) > 1 or fence.source.strip():
            page = self.rendering.page
            self.rendering.errors.append(
                SiteError(
                    page.path,
                    page.line_of(f'```{FENCE} part="{part}"') or page.line_of(f"```{FENCE}"),
                    "this fence is to name one part of the status, and to be empty",
                    f'write ```{FENCE} part="…"; the parts are {", ".join(parts)}',
                )
            )
            return
        element.tag, element.text = "div", None
        element.set("class", "status")
        # These numbers are nothing to search for.
        element.set("data-pagefind-ignore", "")
        if self.rendering.progress:
            parts[part](element, self.rendering.progress)

    def ui(self, text: str) -> str:
        return self.rendering.ui(Key(text), "").text

    def languages(self, parent: etree.Element, progress: Progress) -> None:
        """A row for each language, which leads to the status in that language."""
        self.gap(parent, progress)
        table = Table(
            parent,
            [
                self.ui("Language"),
                *self.figure_labels(),
                self.ui("Glossary"),
                self.ui("Reviewed"),
                *self.last_change_label(progress),
            ],
        )
        of = self.ui("{done} of {total}")
        for own in progress.languages:
            table.row()
            self.link(table.head(), own.language.name, self.page, own.language)
            self.figures(table, own.figures)
            table.cell(of.format(done=own.terms, total=progress.terms))
            table.cell(of.format(done=own.reviewed, total=len(own.pages)))
            if not progress.gap:
                self.last_change(table.cell(), own.last_change, own.people)

    def next(self, parent: etree.Element, progress: Progress) -> None:
        """What to do first: in the language of the page, or in all."""
        own = progress.of(self.rendering.language)
        steps = next_steps([own] if own else progress.languages)
        if not steps:
            add(parent, "p", self.ui("Nothing is left to do: all is translated and reviewed."))
            return
        listed = etree.SubElement(parent, "ol")
        for step in steps:
            self.step(etree.SubElement(listed, "li"), step)
        if progress.has_guide and any(step.kind == "review" for step in steps):
            self.link(
                etree.SubElement(parent, "p"),
                self.ui("How you review a page"),
                GUIDE,
                self.rendering.language,
                "#review-a-page",
            )

    def step(self, item: etree.Element, step: Step) -> None:
        """One thing to do, with a link to its page."""
        text = {
            "changed": self.ui(
                "{page}: mend what has changed in English (messages: {messages}, words: {words})"
            ),
            "waiting": self.ui(
                "{page}: translate what waits (messages: {messages}, words: {words})"
            ),
            "review": self.ui("{page}: review it"),
        }[step.kind]
        figures = step.part.figures
        messages = figures.changed if step.kind == "changed" else figures.waiting
        before, _, after = (
            piece.replace("{messages}", str(messages)).replace("{words}", str(figures.words))
            for piece in text.partition("{page}")
        )
        if step.language != self.rendering.language:
            name = add(item, "bdi", step.language.name)
            name.set("lang", step.language.tag)
            name.tail = AtomicString(f" – {before}")
        else:
            item.text = AtomicString(before)
        place = etree.SubElement(item, "span")
        self.name(place, step.part, step.language)
        place.tail = AtomicString(after)

    def pages(self, parent: etree.Element, progress: Progress) -> None:
        """A row for each page in the language; in the source language, links to these tables."""
        own = progress.of(self.rendering.language)
        if own is None:
            listed = etree.SubElement(parent, "ul")
            for other in progress.languages:
                item = etree.SubElement(listed, "li")
                self.link(item, other.language.name, self.page, other.language, "#page-by-page")
            return
        table = Table(
            parent,
            [
                self.ui("Page"),
                *self.figure_labels(),
                self.ui("Reviewed"),
                *self.last_change_label(progress),
            ],
        )
        for part in own.parts:
            table.row()
            self.name(table.head(), part, own.language)
            self.figures(table, part.figures)
            self.reviews(table.cell(), part)
            if not progress.gap:
                self.changes(table.cell(), part)

    def gap(self, parent: etree.Element, progress: Progress) -> None:
        """Say so when git could not be asked, instead of guessing."""
        if progress.gap == "shallow":
            reason = self.ui(
                "This site was built from a shallow clone, which has only the end of the"
                " project's history."
            )
        elif progress.gap == "none":
            reason = self.ui("This site was built without the project's history.")
        else:
            return
        missing = self.ui(
            "So the days of changes and the names of translators are not known, nor whether a page"
            " has changed since its review."
        )
        add(parent, "p", f"{reason} {missing}").set("class", "notice")

    def figure_labels(self) -> list[str]:
        return [
            self.ui("Translated"),
            self.ui("Waiting"),
            self.ui("Changed since"),
            self.ui("Words left"),
        ]

    def figures(self, table: Table, figures: Figures) -> None:
        table.cell(f"{figures.percent}%")
        for number in (figures.waiting, figures.changed, figures.words):
            cell = table.cell(str(number))
            if not number:
                cell.set("class", "zero")  # a phone leaves it out

    def last_change_label(self, progress: Progress) -> list[str]:
        return [] if progress.gap else [self.ui("Last change")]

    def last_change(self, cell: etree.Element, day: str | None, people: Iterable[str]) -> None:
        """A day, and those who committed changes."""
        if day:
            add(cell, "time", day)
            names(etree.SubElement(cell, "small"), people)

    def changes(self, cell: etree.Element, part: Part) -> None:
        if part.changes:
            self.last_change(cell, part.changes.last, part.changes.people)
        elif part.name.suffix != ".csv":
            cell.text = as_text(self.ui("not committed yet"))

    def reviews(self, cell: etree.Element, part: Part) -> None:
        if not part.is_page:
            return
        if not part.reviews:
            cell.text = as_text(self.ui("not yet"))
            return
        add(cell, "time", part.reviews[-1].date)
        names(etree.SubElement(cell, "small"), [review.who for review in part.reviews])
        if part.changed_since_review:
            add(cell, "small", self.ui("It has changed since."))

    def name(self, element: etree.Element, part: Part, language: Language) -> None:
        """What a part is called on this page, with a link if it is a page."""
        if part.is_page and language != self.rendering.language:
            self.link(element, part.english_title, part.name, language)
        elif part.is_page:
            self.link(element, part.title or part.english_title, part.name, language)
            if not part.title:
                mark_waiting(element, self.rendering.language)
        elif part.name.suffix == ".csv":
            element.text = as_text(self.ui("Terms of the glossary"))
        else:
            element.text = as_text(self.ui("Menus and buttons"))

    @property
    def page(self) -> PurePosixPath:
        return self.rendering.page.name

    def link(
        self,
        parent: etree.Element,
        text: str,
        name: PurePosixPath,
        language: Language,
        anchor: str = "",
    ) -> None:
        """A link to a page in a language; as HTML, which MkDocs does not take for one of its own.

        The name of a language is in that language.
        """
        target, here = self.address(name, language), self.address(self.page)
        where = relpath(f"/{target}", f"/{here}")
        marks = ""
        if language != self.rendering.language and text == language.name:
            marks = f' lang="{escape(language.tag)}" dir="{escape(language.dir)}"'
        html = f'<a href="{escape(where)}/{anchor}"{marks}>{escape(text)}</a>'
        parent.text = AtomicString(self.stash.store(html))

    def address(self, name: PurePosixPath, language: Language | None = None) -> str:
        language = language or self.rendering.language
        assert self.rendering.progress
        is_source = language == self.rendering.progress.source
        return f"{'' if is_source else language.code + '/'}{address(name)}"


class Table:
    """A table whose cells know the heading of their column: on a phone it has no columns."""

    def __init__(self, parent: etree.Element, labels: list[str]) -> None:
        self.labels = labels
        # A style sheet that takes the columns away takes these roles away in some browsers.
        table = etree.SubElement(parent, "table", {"role": "table"})
        head = etree.SubElement(table, "thead", {"role": "rowgroup"})
        row = etree.SubElement(head, "tr", {"role": "row"})
        for label in labels:
            add(row, "th", label).attrib.update({"scope": "col", "role": "columnheader"})
        self.body = etree.SubElement(table, "tbody", {"role": "rowgroup"})

    def row(self) -> None:
        self.current = etree.SubElement(self.body, "tr", {"role": "row"})

    def head(self) -> etree.Element:
        return etree.SubElement(self.current, "th", {"scope": "row", "role": "rowheader"})

    def cell(self, text: str = "") -> etree.Element:
        cell = add(self.current, "td", text)
        cell.attrib.update({"role": "cell", "data-label": self.labels[len(self.current) - 1]})
        return cell


def names(parent: etree.Element, people: Iterable[str]) -> None:
    """Names as text, each with its own direction of writing."""
    for number, name in enumerate(people):
        if number:
            parent[-1].tail = ", "
        add(parent, "bdi", name).set("translate", "no")
