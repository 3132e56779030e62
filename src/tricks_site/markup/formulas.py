"""Formulas become MathML when the site is built, so that a page needs no script to show them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from functools import cache
from html import unescape

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from math_core import LatexError, LatexToMathML

from tricks_site.errors import SiteError
from tricks_site.markup.page import Rendering

# After inline Markdown (20), so that formulas inside of paragraphs are known too.
PRIORITY = 18
PUNCTUATION = re.compile(r"[,.;:!?)\]，。；：！？）、]+")
DELIMITERS = re.compile(r"\\[(\[]\s*(.*?)\s*\\[)\]]", re.DOTALL)
# math-core reads the row spacing `\\[1ex]` as text without a word.
MISREAD = re.compile(r"\\\\\s*\[")


class FormulasExtension(Extension):
    """Turns the formulas that Arithmatex found into MathML."""

    def __init__(self, rendering: Rendering) -> None:
        super().__init__()
        self.rendering = rendering

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(Formulas(md, self.rendering), "formulas", PRIORITY)


class Formulas(Treeprocessor):
    def __init__(self, md: Markdown, rendering: Rendering) -> None:
        super().__init__(md)
        self.rendering = rendering

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.get("class") != "arithmatex":
                continue
            # Arithmatex wraps each formula in delimiters and escapes it for HTML.
            match = DELIMITERS.fullmatch(unescape(element.text or "").strip())
            assert match is not None
            block = element.tag == "div"
            try:
                mathml = to_mathml(match[1], block)
            except ValueError as error:
                page = self.rendering.page
                self.rendering.errors.append(
                    SiteError(
                        page.path,
                        page.line_of(match[1]),
                        f"cannot convert the formula {match[1]!r}: {error}",
                        "write it with the commands that math-core knows",
                    )
                )
                continue
            self.rendering.has_formulas = True
            element.set("class", "formula")
            element.text = self.md.htmlStash.store(mathml)
            if punctuation := PUNCTUATION.match(element.tail or ""):
                # Else a browser may break the line between the formula and its full stop.
                element.text += punctuation[0]
                element.tail = (element.tail or "").removeprefix(punctuation[0])


@cache
def to_mathml(tex: str, block: bool) -> str:
    """The formula as a `<math>` element. ValueError says what the converter does not understand."""
    if MISREAD.search(tex):
        raise ValueError(r"the row spacing \\[…] is not understood")
    try:
        mathml = LatexToMathML(fancy_error=False).convert_with_local_state(tex, displaystyle=block)
    except LatexError as error:
        raise ValueError(re.sub(r"^(\d+): ", r"at character \1, ", str(error))) from None
    # Not allowed on a table by the HTML validator, and without effect there.
    return mathml.replace(' scriptlevel="0"', "")
