"""Fences: a snippet, its output, its figures, and any other code, as HTML.

superfences reads the fences before the blocks of the page are known. So it leaves a `Fence` for
each, which the walk turns into HTML when it comes by: that way comments are messages in page order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import Any

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from tricks_site.errors import SiteError
from tricks_site.markup.page import LINE, Rendering
from tricks_site.markup.waiting import english_html
from tricks_site.snippets import svg
from tricks_site.snippets.compare import as_shown
from tricks_site.snippets.find import Alt, Snippet
from tricks_site.translation.comments import replace_comments
from tricks_site.translation.messages import Key, Translation

FIGURE = re.compile(r'!\[.*\]\(figure(?:\s+".*")?\)', re.DOTALL)
FORMATTER = HtmlFormatter(nowrap=True)
# Names, punctuation, operators and blanks have no colour of their own; half of all marks are these.
PLAIN_TOKEN = re.compile(r'<span class="(?:n|p|o|w)">([^<]*)</span>')
# In a drawing.
LABEL = re.compile(r"<text(?=[^>]*>([^<]*)</text>)")


@dataclass(frozen=True)
class Fence:
    """A fence as superfences found it."""

    source: str
    language: str
    options: Mapping[str, str]


def _fence(
    source: str, language: str, _css: str, options: dict[str, str], *_: object, **__: object
) -> Fence:
    return Fence(source, language or "text", options)


def _accept(_language: str, inputs: dict[str, str], options: dict[str, str], *_: object) -> bool:
    options.update(inputs)
    return True


CUSTOM_FENCES: list[dict[str, Any]] = [
    {"name": name, "class": "", "format": _fence, "validator": _accept}
    for name in ("*", "python", "output")
]


@lru_cache(maxsize=1000)  # most code is the same in all languages
def highlighted(code: str, language: str) -> str:
    """The code as HTML, with Pygments' short classes; as text if the language is unknown."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        lexer = get_lexer_by_name("text", stripnl=False)
    return PLAIN_TOKEN.sub(r"\1", highlight(code, lexer, FORMATTER))


class Fences:
    """Turns the fences of one rendering into HTML, in page order.

    The nth `python` fence of the page is the nth snippet, and a figure belongs to the last one.
    """

    def __init__(self, rendering: Rendering) -> None:
        self.rendering = rendering
        self.snippets: Iterator[Snippet] = iter(rendering.page.snippets)
        self.figures: Iterator[tuple[str, Alt]] = iter(())
        self.figure_count = 0

    def html(self, fence: Fence) -> str:
        if fence.language == "python":
            snippet = next(self.snippets, None)
            if snippet is None or not (snippet.source or snippet.code == fence.source):
                return self._unseen(snippet)
            return self._snippet(snippet)
        if fence.language == "output":
            return self._output(fence.source)
        return self._code(fence.source, fence.language)

    def end(self) -> None:
        """The page is at its end: every snippet must have come by."""
        for snippet in self.snippets:
            self._unseen(snippet)

    def _unseen(self, snippet: Snippet | None) -> str:
        self.rendering.errors.append(
            SiteError(
                self.rendering.page.path,
                snippet.line if snippet else None,
                "this snippet is run, but Markdown does not show it",
                "take it out of comments and raw HTML, and put a blank line before and after it",
            )
        )
        return ""

    def _snippet(self, snippet: Snippet) -> str:
        result = self.rendering.results[snippet]
        self.figures = zip(result.figures, snippet.alts, strict=True)
        # With the import, a function that a reader copies runs as it is.
        code = f"import numpy as np\n\n\n{result.shown}" if snippet.source else result.shown
        marks: list[str] = []

        def comment(text: str) -> str:
            translation = self.rendering.plain(text, "comment in the code")
            marks.append(self._marks(translation))
            return translation.text

        try:
            code = replace_comments(code, comment)
        except ValueError as error:
            self.rendering.errors.append(
                SiteError(
                    snippet.path,
                    snippet.line,
                    f"a comment cannot be translated: {error}",
                    "write each comment on a line of its own",
                )
            )
        html = self._code(code, "python")
        comments = iter(marks)
        html = re.sub(r'(?<=<span class="c1")(?=># *\S)', lambda _: next(comments, ""), html)
        if snippet.no_run is not None:
            reason = self.rendering.plain(snippet.no_run, "why this code is not run")
            waiting = ' class="waiting"' if reason.waiting else ""
            html += (
                f'<p class="not-run">{escape(self.ui("Not run here:"))} '
                f"<span{self._marks(reason)}{waiting}>{escape(reason.text)}</span></p>"
            )
        if result.stdout and self.rendering.page.cells:
            html += self._output(as_shown(result.stdout), self._copy_button())
        return html

    def _output(self, text: str, button: str = "") -> str:
        label = escape(self.ui("Output"))
        return (
            f'<div class="output" data-label="{label}"><pre translate="no">'
            f"<samp>{escape(text)}\n</samp></pre>{button}</div>"
        )

    def _code(self, code: str, language: str) -> str:
        return (
            '<div class="highlight"><pre translate="no">'
            f'<code class="language-{escape(language)}">'
            f"{highlighted(code, language)}</code></pre>{self._copy_button()}</div>"
        )

    def _copy_button(self) -> str:
        label = escape(self.ui("Copy"))
        return f'<button class="copy" type="button" data-copy hidden>{label}</button>'

    def figure(self) -> tuple[str, Translation | None]:
        """The next figure of the last snippet: its SVG and its caption."""
        figure, alt = next(self.figures)
        self.figure_count += 1
        described = self.rendering.plain(
            alt.text, "alternative text of a figure, read aloud instead of it"
        )
        caption = self.rendering.plain(alt.caption, "caption of a figure") if alt.caption else None

        labels: dict[str, Translation] = {}

        def label(text: str) -> tuple[str, bool]:
            translation = self.rendering.plain(text, "label in a figure")
            labels[translation.text] = translation
            return translation.text, translation.waiting

        drawing = svg.localize(figure, label, f"figure-{self.figure_count}-")
        drawing = LABEL.sub(lambda match: f"<text{_line(labels.get(unescape(match[1])))}", drawing)
        drawing = drawing.replace(
            "<svg",
            f'<svg role="img" aria-label="{escape(described.text)}"{self._marks(described)}',
            1,
        )
        return drawing, caption

    def _marks(self, translation: Translation) -> str:
        """Attributes of HTML: where the message stands, and whether it is still in English."""
        english = english_html(self.rendering.language) if translation.waiting else ""
        return _line(translation) + english

    def ui(self, text: str) -> str:
        return self.rendering.ui(Key(text), "").text


def _line(translation: Translation | None) -> str:
    """The attribute that says where the message stands."""
    return f' {LINE}="{translation.line or ""}"' if translation else ""
