"""The walk: the one place where messages leave a page and translations enter it.

It is a Python-Markdown treeprocessor that runs when the blocks of a page are known and the text
in them is still raw inline Markdown, so a message is what an author wrote: one paragraph, heading,
list item, table cell, title of an admonition. Extraction and translation are this same walk with
different translators, so they cannot disagree. Code and formulas on lines of their own never
appear in the tree and cannot be translated.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import replace

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.footnotes import NBSP_PLACEHOLDER, FootnoteExtension
from markdown.extensions.toc import slugify, unique
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from tricks_site.errors import SiteError
from tricks_site.markup.fences import FIGURE, Fence, Fences
from tricks_site.markup.glossary import FENCE, Terms
from tricks_site.markup.page import Rendering, as_text, mark_line, mark_waiting
from tricks_site.markup.status import FENCE as STATUS
from tricks_site.markup.status import StatusFences
from tricks_site.translation.messages import Key, Translation
from tricks_site.translation.safety import MarkupCheck, notebook_problems

# After footnotes are put into the tree (50), before inline Markdown is read (20).
PRIORITY = 45

NOTES = {
    "summary": "title of a folded part",
    "label": "label of a tab",
    "th": "heading of a table column",
    "td": "table cell",
    "li": "list item",
    "dt": "term",
    "dd": "definition",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
SOFT_BREAK = re.compile(r"(?<!  )(?<!\\)\n\s*")
# What has no letter outside of these is the same in all languages.
WORDLESS = re.compile(r"`[^`]*`|\$[^$]*\$|\[\^[^\]]*\]|https?://\S+|\{[^}]*\}")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
STASHED_ONLY = re.compile(rf"\s*{HTML_PLACEHOLDER_RE.pattern}\s*")


class WalkExtension(Extension):
    """Adds the walk over `rendering` to the dialect; `checker` is a second, unused Markdown."""

    def __init__(self, rendering: Rendering, checker: Markdown) -> None:
        super().__init__()
        self.rendering = rendering
        self.checker = checker

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(Walk(md, self.rendering, self.checker), "walk", PRIORITY)


class Walk(Treeprocessor):
    """Passes every message of the block tree to the translator, in page order."""

    def __init__(self, md: Markdown, rendering: Rendering, checker: Markdown) -> None:
        super().__init__(md)
        self.rendering = rendering
        self.check = MarkupCheck(checker)
        self.fences = Fences(rendering)
        self.terms = Terms(rendering)
        self.status = StatusFences(rendering, md.htmlStash)
        self.heading_ids: set[str] = set()

    def run(self, root: etree.Element) -> None:
        self.check.md.references = self.md.references
        _footnotes(self.check.md).footnotes = _footnotes(self.md).footnotes
        self.visit(root)
        self.fences.end()
        self.terms.end()

    def visit(self, element: etree.Element) -> None:
        if element.get("class") == "footnote-backref":
            return
        text = element.text or ""
        if text.strip() and not isinstance(text, AtomicString):
            if stashed := STASHED_ONLY.fullmatch(text):
                self.block(element, int(stashed[1]))
            elif FIGURE.fullmatch(text.strip()):
                self.figure(element)
            else:
                self.text(element, text)
        for child in list(element):
            self.visit(child)
            tail = child.tail or ""
            if tail.strip() and not isinstance(tail, AtomicString):
                # Text beside a block: it becomes an element so that it can carry attributes.
                span = etree.Element("span")
                child.tail = None
                element.insert(list(element).index(child) + 1, span)
                self.text(span, tail)

    def text(self, element: etree.Element, raw: str) -> None:
        """Replace the raw text of a block by its translation; what surrounds it stays."""
        raw, footnote_link = _split_suffix(raw, NBSP_PLACEHOLDER)
        message, attributes = split_attributes(element.tag, raw)
        context, attributes = _take_context(attributes)
        message = SOFT_BREAK.sub(" ", message.strip())
        if element.tag in HEADINGS:
            self.set_heading_id(element, message, attributes)
        if not _has_words(message):
            self.rendering.blocks.append((message, message))
            element.text = raw + footnote_link
            return
        note = NOTES.get(element.tag, "")
        if element.get("class") == "admonition-title":
            note = "title of a note"
        translation = self.rendering.translate(Key(message, context), note)
        if (
            not translation.waiting
            and translation.text != message
            and self.refuse(message, translation, element.tag)
        ):
            translation = replace(translation, text=message)
        self.rendering.blocks.append((message, translation.text))
        shown = translation.text + attributes + footnote_link
        if translation.waiting and len(element):
            # The block holds others, which may be translated: only its own text is English.
            span = etree.Element("span")
            element.text = None
            element.insert(0, span)
            element = span
        element.text = shown
        mark_line(element, translation.line)
        if translation.waiting:
            mark_waiting(element, self.rendering.language)
            if element.tag in HEADINGS:
                self.rendering.waiting_headings.add(element.attrib["id"])

    def refuse(self, message: str, translation: Translation, tag: str) -> bool:
        """Whether the translation has other markup than the message, which is an error."""
        problems = self.check.problems(tag, message, translation.text)
        if self.rendering.page.cells and not problems:
            problems = notebook_problems(message, translation.text)
        if problems:
            assert translation.path is not None
            self.rendering.errors.append(
                SiteError(
                    translation.path,
                    translation.line,
                    f"the markup of {_shorten(translation.text)!r} is not that of the English: "
                    + "; ".join(problems),
                    "copy links, code, formulas, emphasis and tags as they stand in the msgid",
                )
            )
        return bool(problems)

    def set_heading_id(self, element: etree.Element, message: str, attributes: str) -> None:
        """The English text makes the id, so an anchor is the same in all languages."""
        explicit = re.search(r"#([^\s}]+)", attributes)
        if explicit:
            identifier = explicit[1]
            self.heading_ids.add(identifier)
        else:
            plain = re.sub(r"[*`$]", "", LINK.sub(r"\1", message))
            identifier = unique(slugify(plain, "-"), self.heading_ids)
        element.set("id", identifier)

    def figure(self, element: etree.Element) -> None:
        """Put the figure that a snippet drew in the place of `![…](figure)`."""
        drawing, caption = self.fences.figure()
        element.tag = "figure"
        element.set("class", "figure")
        element.text = self.md.htmlStash.store(drawing)
        if caption:
            figcaption = etree.SubElement(element, "figcaption")
            figcaption.text = as_text(caption.text)
            mark_line(figcaption, caption.line)
            if caption.waiting:
                mark_waiting(figcaption, self.rendering.language)

    def block(self, element: etree.Element, index: int) -> None:
        """A block that a preprocessor has stashed in `element`: a fence, or raw HTML."""
        stashed = self.md.htmlStash.rawHtmlBlocks[index]
        if isinstance(stashed, Fence) and stashed.language == FENCE:
            self.terms.fill(element, stashed)
        elif isinstance(stashed, Fence) and stashed.language == STATUS:
            self.status.fill(element, stashed)
        elif isinstance(stashed, Fence):
            self.md.htmlStash.rawHtmlBlocks[index] = self.fences.html(stashed)
        elif re.search(r"[^\W\d_]", re.sub(r"<[^>]*>|&\w+;", "", str(stashed))):
            page = self.rendering.page
            self.rendering.errors.append(
                SiteError(
                    page.path,
                    page.line_of(str(stashed).splitlines()[0]),
                    "text in raw HTML cannot be translated",
                    "write it in Markdown",
                )
            )


def split_attributes(tag: str, raw: str) -> tuple[str, str]:
    """Split a trailing attribute list, `{#id .class}`, from the text of a block."""
    header = tag in HEADINGS or tag in ("dt", "td", "th")
    pattern = AttrListTreeprocessor.HEADER_RE if header else AttrListTreeprocessor.BLOCK_RE
    match = pattern.search(raw)
    return (raw[: match.start()], raw[match.start() :]) if match else (raw, "")


def _take_context(attributes: str) -> tuple[str | None, str]:
    """Take `msgctxt=…` out of an attribute list: it is for translators, not for the page."""
    match = re.search(r"\s*msgctxt=(\"[^\"]*\"|'[^']*'|[^\s}]+)", attributes)
    if not match:
        return None, attributes
    rest = attributes[: match.start()] + attributes[match.end() :]
    return match[1].strip("\"'"), "" if re.fullmatch(r"\s*\{:?\s*\}\s*", rest) else rest


def _has_words(message: str) -> bool:
    return any(character.isalpha() for character in WORDLESS.sub("", message))


def _split_suffix(text: str, suffix: str) -> tuple[str, str]:
    return (text.removesuffix(suffix), suffix) if text.endswith(suffix) else (text, "")


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def _footnotes(md: Markdown) -> FootnoteExtension:
    return next(e for e in md.registeredExtensions if isinstance(e, FootnoteExtension))
