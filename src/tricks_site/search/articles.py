"""The part of a built page that the search reads, as a small HTML document for Pagefind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from html.parser import HTMLParser

from tricks_site.search.annotations import with_terms
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
# So does what is about another page: that one is to be found by it.
ELSEWHERE_WEIGHT = "0.3"
# A term of the glossary is a part of its page. It counts so much that the glossary is among the
# pages that docs/assets/search.js looks at; there it gets its place.
TERM_WEIGHT = 'data-pagefind-weight="10"'
# What the pages are written in; what else is in another language than the page is skipped.
SOURCE = "en"
LETTERS = re.compile(r"[^\W_]+")
# What is about another page when it begins with a link to that page: a part of the page, when its
# heading does, the row of a table, the item of a list.
HOLDERS = HEADINGS | {"tr", "li"}


@dataclass
class Block:
    """A stretch of text: of a heading (`h1` … with its id), a term of the glossary (`dt` with its
    id), code (`pre`), or any other (`p`). `elsewhere`: it is about another page."""

    tag: str
    text: str
    id: str = ""
    elsewhere: bool = False

    def html(self) -> str:
        text = escape(self.text, quote=False)
        weight = f' data-pagefind-weight="{ELSEWHERE_WEIGHT}"' if self.elsewhere else ""
        if self.tag in HEADINGS:
            return f'<{self.tag} id="{escape(self.id)}"{weight}>{text}</{self.tag}>'
        if self.tag == "dt":
            return f'<h6 id="{escape(self.id)}" {TERM_WEIGHT}>{text}</h6>'
        if self.tag == "pre":
            return f'<div data-pagefind-weight="{CODE_WEIGHT}">{text}</div>'
        return f"<p{weight}>{text}</p>"


@dataclass
class Article:
    """What the search reads of a page: the tag in `<html lang>`, the text in page order, the
    description in its head, and its links to other pages, as written, with their text.

    `blocks` is empty when the page has no element marked `data-pagefind-body`.
    """

    language: str
    blocks: list[Block]
    description: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        return next((block.text for block in self.blocks if block.tag == "h1"), "")

    @property
    def headings(self) -> list[str]:
        """Those of the parts that are about the page itself."""
        return [block.text for block in self.blocks if block.tag == "h2" and not block.elsewhere]

    def document(
        self,
        language: str,
        analyse: Callable[[str], str],
        forms: Mapping[str, Iterable[str]],
        topics: Mapping[str, str],
    ) -> str:
        """The HTML that Pagefind gets.

        Parameters
        ----------
        language : the tag by which Pagefind is to treat it.
        analyse : prepares the text of each block.
        forms : by the id of a term, the other forms by which it is to be found.
        topics : by the name of a field, words that tell what the page is about.
        """
        blocks = []
        own: dict[str, list[str]] = {}
        for block in self.blocks:
            text = analyse(block.text)
            if block.tag == "dt":
                own[block.id] = list(forms.get(block.id, ()))
                found = {word for form in own[block.id] for word in words(analyse(form))}
                text = with_terms(text, sorted(found))
            blocks.append(replace(block, text=text).html())
        # For docs/assets/search.js, which knows the glossary by them.
        data = escape(json.dumps(own, ensure_ascii=False))
        meta = f' data-pagefind-meta="forms[data-forms]" data-forms="{data}"' if own else ""
        about = "".join(
            f'<p data-pagefind-meta="{name}">{escape(analyse(text), quote=False)}</p>'
            for name, text in topics.items()
            if text
        )
        head = f'<html lang="{language}"><body><main {BODY}{meta}>'
        return f"{head}{''.join(blocks)}</main>{about}</body></html>"


def words(text: str) -> list[str]:
    """The words of a text, as docs/assets/search.js cuts queries into words."""
    return LETTERS.findall(re.sub(r"['’ʼ]|(?<!\d)-", "", text.lower()))


def leads_elsewhere(href: str) -> bool:
    """Whether a link leads to another page of the site, and not to a place in it."""
    return bool(href) and not re.search("[:#?]|^//", href)


def read_article(html: str) -> Article:
    """The article of a built page, without elements marked `data-pagefind-ignore`."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    links = [(href, " ".join(text.split())) for href, text in reader.links]
    return Article(reader.language, reader.blocks, reader.description, links)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.description = ""
        self.links: list[tuple[str, str]] = []
        self.in_link = False  # whether the last of them is open
        self.blocks: list[Block] = []
        self.block = Block("p", "")
        self.open: list[str] = []  # the elements around this place, from the article inwards
        self.skipped = 0  # how many of them, from the inside, are left out
        self.begun = True  # whether the last heading, row or item that was opened has text
        self.part = ""  # the heading of the part that is about another page
        self.item = 0  # how many elements are open in the row or item that is
        self.formula: list[tuple[str, list[str]]] = []  # open MathML elements and their content

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "html":
            self.language = attributes.get("lang") or ""
        if tag == "meta" and attributes.get("name") == "description":
            self.description = attributes.get("content") or ""
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
        if tag in HOLDERS:
            self.begun = False
            if tag in HEADINGS and tag <= self.part:
                self.part = ""
        classes = (attributes.get("class") or "").split()
        if (
            self.skipped
            or tag in SKIPPED_TAGS
            or IGNORE in attributes
            or not SKIPPED_CLASSES.isdisjoint(classes)
            or attributes.get("lang", self.language) not in (self.language, SOURCE)
        ):
            self.skipped += 1
        elif tag == "a" and leads_elsewhere(attributes.get("href") or ""):
            self.links.append((attributes["href"] or "", ""))
            self.in_link = True
            if not self.begun:
                self.mark_holder()
        elif tag in HEADINGS or tag == "pre" or (tag == "dt" and "id" in attributes):
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
        if tag == "a":
            self.in_link = False
        # An element whose end tag was left out (li, td, p) ends with the one around it.
        ended = len(self.open) - max(i for i, name in enumerate(self.open) if name == tag)
        del self.open[-ended:]
        if len(self.open) < self.item:
            self.item = 0
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
            self.begun = self.begun or bool(data.strip())
            if self.in_link:
                href, text = self.links[-1]
                self.links[-1] = (href, text + data)

    def mark_holder(self) -> None:
        """The heading, row or item that is open begins with a link to another page."""
        depth = max((i for i, tag in enumerate(self.open, 1) if tag in HOLDERS), default=0)
        if depth and (tag := self.open[depth - 1]) in HEADINGS:
            self.part = tag
        else:
            self.item = depth

    def end_block(self) -> None:
        self.block.elsewhere = bool(self.part or self.item)
        self.block.text = " ".join(self.block.text.split())
        if self.block.text:
            self.blocks.append(self.block)
        self.block = Block("p", "")
