"""The dialect of the pages: which Markdown extensions, with which settings."""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from pymdownx.arithmatex import ArithmatexExtension
from pymdownx.details import DetailsExtension
from pymdownx.superfences import SuperFencesCodeExtension
from pymdownx.tabbed import TabbedExtension

from tricks_site.markup.fences import CUSTOM_FENCES
from tricks_site.markup.finish import FinishExtension
from tricks_site.markup.formulas import FormulasExtension
from tricks_site.markup.page import Rendering
from tricks_site.markup.walk import WalkExtension
from tricks_site.translation.messages import Key


def extensions(rendering: Rendering) -> list[Extension]:
    """Everything that turns the body of a page into HTML; made anew for each rendering."""

    def ui(text: str) -> str:
        return rendering.ui(Key(text), "").text

    return [
        *_inline_and_blocks(),
        FootnoteExtension(BACKLINK_TITLE=ui("Back to where footnote {} stands")),
        TocExtension(permalink="#", permalink_title=ui("Link to this part")),
        WalkExtension(rendering, Markdown(extensions=[*_inline_and_blocks(), FootnoteExtension()])),
        FormulasExtension(rendering),
        FinishExtension(),
    ]


def _inline_and_blocks() -> list[Extension]:
    return [
        AdmonitionExtension(),
        ArithmatexExtension(generic=True),
        AttrListExtension(),
        DefListExtension(),
        DetailsExtension(),
        # Relaxed: the options of a fence are read by tricks_site.snippets.find, which says what
        # is wrong with them; superfences would show the fence as text.
        SuperFencesCodeExtension(custom_fences=CUSTOM_FENCES, relaxed_headers=True),
        TabbedExtension(alternate_style=True),
        TableExtension(),
    ]


def to_html(rendering: Rendering) -> str:
    """The body of the page as HTML. What is wrong with it is in `rendering.errors` then."""
    return Markdown(extensions=extensions(rendering)).convert(rendering.page.body)
