"""A topic of the glossary on a page: its terms, each with its definition and in all languages."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from tricks_site.errors import SiteError
from tricks_site.markup.fences import Fence
from tricks_site.markup.page import Rendering, add, mark_line, mark_waiting
from tricks_site.translation.glossary import FILE, Term, status

# What a fence that asks for a topic starts with.
FENCE = "glossary"


class Terms:
    """Writes the glossary fences of one rendering.

    Elements and no HTML in a string, so that the anchors are known to whoever checks the links.
    """

    def __init__(self, rendering: Rendering) -> None:
        self.rendering = rendering
        self.shown: set[str] = set()

    def fill(self, element: etree.Element, fence: Fence) -> None:
        """Make of `element`, which held the fence, the list of the terms of its topic."""
        topic = fence.options.get("topic", "")
        terms = self.rendering.glossary.about(topic)
        if not terms or len(fence.options) > 1 or fence.source.strip():
            page = self.rendering.page
            self.rendering.errors.append(
                SiteError(
                    page.path,
                    page.line_of(f"```{FENCE} topic={topic}")
                    or page.line_of(f'```{FENCE} topic="{topic}"')
                    or page.line_of(f"```{FENCE}"),
                    "this fence is to name one topic of the glossary, and to be empty",
                    f'write ```{FENCE} topic="…"; the topics of {FILE.as_posix()} are '
                    + ", ".join(self.rendering.glossary.topics()),
                )
            )
        self.shown.add(topic)
        self.rendering.terms += status(terms, self.rendering.language)
        element.tag, element.text = "dl", None
        element.set("class", "terms")
        element.extend(map(self.item, terms))

    def item(self, term: Term) -> etree.Element:
        """A term: its name, its definition, and its names in the other languages."""
        language, languages = self.rendering.language, self.rendering.glossary.languages
        own, english = term.entry(language), term.entry(languages[0])
        item = etree.Element("div")
        line = None if language == languages[0] else term.line
        for tag, text, fallback in (
            ("dt", own.name, english.name),
            ("dd", own.definition, english.definition),
        ):
            mark_line(self.add(item, tag, text, fallback), line)
        item[0].set("id", term.id)
        for other in languages:
            if other != language:
                # Without a name it stays empty: English there would say that it is called so.
                name = self.add(item, "dd", term.entry(other).name)
                name.set("lang", other.tag)
                if other.tag != other.code:
                    # What the reader sees, who knows the language by it.
                    name.set("data-code", other.code)
        return item

    def add(self, parent: etree.Element, tag: str, text: str, english: str = "") -> etree.Element:
        """A new element with the text, or in English and marked if that waits for translation."""
        element = add(parent, tag, text or english)
        if english and not text:
            mark_waiting(element, self.rendering.language)
        return element

    def end(self) -> None:
        """The page is at its end: if it is the glossary, it must have all topics."""
        missing = [t for t in self.rendering.glossary.topics() if t not in self.shown]
        if self.shown and missing:
            self.rendering.errors.append(
                SiteError(
                    self.rendering.page.path,
                    None,
                    f"the page lacks topics of the glossary: {', '.join(missing)}",
                    f'give each a heading and ```{FENCE} topic="{missing[0]}"',
                )
            )
