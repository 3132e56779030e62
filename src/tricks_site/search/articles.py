"""The part of a built page that the search reads, as a small HTML document for Pagefind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from tricks_site.search.formulas import formula_text

BODY = "data-pagefind-body"
IGNORE = "data-pagefind-ignore"
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# Not reading matter: what a program printed, marks and links that stand for nothing by themselves.
SKIPPED_TAGS = {"script", "style", "template", "button", "svg", "form", "nav", "footer"}
SKIPPED_CLASSES = {"output", "headerlink", "footnote-ref", "footnote-backref"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
INLINE = {
    *("a", "abbr", "b", "bdi", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark"),
    *("q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
}
# A word in code counts less than one in a sentence; `he_normal` is found all the same.
CODE_WEIGHT = "0.3"


@dataclass
class Block:
    """A stretch of text: of a heading (`h1` … with its id), of code (`pre`), or any other (`p`)."""

    tag: str
    text: str
    id: str = ""

    def html(self) -> str:
        text = escape(self.text, quote=False)
        if self.tag in HEADINGS:
            return f'<{self.tag} id="{escape(self.id)}">{text}</{self.tag}>'
        if self.tag == "pre":
            return f'<div data-pagefind-weight="{CODE_WEIGHT}">{text}</div>'
        return f"<p>{text}</p>"


@dataclass
class Article:
    """What the search reads of a page: the tag in `<html lang>`, and the text in page order.

    `blocks` is empty when the page has no element marked `data-pagefind-body`.
    """

    language: str
    blocks: list[Block]

    def document(self, language: str, analyse: Callable[[str], str]) -> str:
        """The HTML that Pagefind gets; `analyse` prepares the text of each block."""
        blocks = (Block(block.tag, analyse(block.text), block.id).html() for block in self.blocks)
        return f'<html lang="{language}"><body {BODY}>{"".join(blocks)}</body></html>'


def read_article(html: str) -> Article:
    """The article of a built page, without elements marked `data-pagefind-ignore`."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return Article(reader.language, reader.blocks)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.blocks: list[Block] = []
        self.block = Block("p", "")
        self.open: list[str] = []  # the elements around this place, from the article inwards
        self.skipped = 0  # how many of them, from the inside, are left out
        self.formula: list[tuple[str, list[str]]] = []  # open MathML elements and their content

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "html":
            self.language = attributes.get("lang") or ""
        if not self.open and BODY not in attributes:
            return
        if self.formula or tag == "math":
            self.formula.append((tag, []))
            return
        if tag not in INLINE:
            self.end_block()
        if tag in VOID:
            return
        self.open.append(tag)
        classes = (attributes.get("class") or "").split()
        if (
            self.skipped
            or tag in SKIPPED_TAGS
            or IGNORE in attributes
            or not SKIPPED_CLASSES.isdisjoint(classes)
        ):
            self.skipped += 1
        elif tag in HEADINGS or tag == "pre":
            self.block = Block(tag, "", attributes.get("id") or "")

    def handle_endtag(self, tag: str) -> None:
        if self.formula:
            name, children = self.formula.pop()
            self.handle_data(formula_text(name, children))
            return
        if tag not in self.open:
            return
        if tag not in INLINE:
            self.end_block()
        # An element whose end tag was left out (li, td, p) ends with the one around it.
        ended = len(self.open) - max(i for i, name in enumerate(self.open) if name == tag)
        del self.open[-ended:]
        self.skipped = max(0, self.skipped - ended)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if self.formula:
            self.formula[-1][1].append(data)
        elif self.open and not self.skipped:
            self.block.text += data

    def end_block(self) -> None:
        self.block.text = " ".join(self.block.text.split())
        if self.block.text:
            self.blocks.append(self.block)
        self.block = Block("p", "")
