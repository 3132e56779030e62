"""A lab as a notebook in the reader's language, with its outputs inside, to download and rerun."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape
from pathlib import PurePosixPath
from posixpath import normpath

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)

from tricks_site.errors import SiteError
from tricks_site.markup.page import Rendering
from tricks_site.snippets import svg
from tricks_site.snippets.find import IMAGE, Snippet
from tricks_site.snippets.source import PACKAGE
from tricks_site.translation.comments import replace_comments

LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")
FENCE = re.compile(
    r"^(?P<marks>`{3,})python (?P<options>.*)\n(?P<code>(?:.*\n)*?)(?P=marks)$", re.M
)
# Stands for what is no message, while messages are looked for.
PLACE = "\ue000"
# Arrives with the package.
INSTALLED_ALONG = {PACKAGE, "numpy"}
# In a notebook, a figure is a picture of its own: without the page's font, colours and width.
PICTURE = ' xmlns="http://www.w3.org/2000/svg" width="560" font-family="sans-serif" color="#22262b"'


def notebook(rendering: Rendering, install: str, address: Callable[[PurePosixPath], str]) -> str:
    """The notebook of a lab that was rendered, as JSON text.

    `install` is what pip installs to get the package. `address` gives the address of a page in
    the reader's language, or nothing, when it is not known: then a link is its text alone.
    """
    page = rendering.page
    code_cells = {snippet.line: snippet for snippet in page.code_cells}
    texts = iter(_texts(rendering, address))
    cells = [_install_cell(install, page.code_cells)]
    for cell in page.cells:
        if cell.is_code:
            cells.append(_code_cell(rendering, code_cells[cell.line]))
        else:
            cells.append(new_markdown_cell(next(texts)))
    for number, made in enumerate(cells):
        # At random otherwise, and other in each build.
        made["id"] = f"cell-{number}"
    made = new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
    )
    nbformat.validate(made)
    return nbformat.writes(made) + "\n"


def _install_cell(install: str, code_cells: Sequence[Snippet]) -> NotebookNode:
    imported = {name for snippet in code_cells for name in _imported(snippet.code)}
    others = sorted(imported - INSTALLED_ALONG - sys.stdlib_module_names)
    return new_code_cell(" ".join(["%pip install --quiet", install, *others]))


@lru_cache(maxsize=1000)  # once for all languages
def _imported(code: str) -> frozenset[str]:
    """The names of the packages that a cell imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return frozenset(found)


def _code_cell(rendering: Rendering, snippet: Snippet) -> NotebookNode:
    result = rendering.results[snippet]
    outputs = []
    if result.stdout:
        outputs.append(new_output("stream", name="stdout", text=result.stdout))
    for figure, alt in zip(result.figures, snippet.alts, strict=True):
        # Some viewers put all drawings into one page.
        prefix = f"figure-{alt.line}-"
        drawing = svg.localize(figure, lambda text: (_plain(rendering, text), False), prefix)
        described = _plain(rendering, alt.text)
        drawing = drawing.replace(
            "<svg", f'<svg{PICTURE} role="img" aria-label="{escape(described)}"', 1
        ).replace('style="', 'style="background:#fff;', 1)
        outputs.append(
            new_output("display_data", {"image/svg+xml": drawing, "text/plain": described})
        )
    return new_code_cell(_localized_code(rendering, snippet), outputs=outputs)


def _localized_code(rendering: Rendering, snippet: Snippet) -> str:
    return replace_comments(snippet.code, lambda text: _plain(rendering, text))


def _plain(rendering: Rendering, text: str) -> str:
    """A text that the rendering has translated and checked before."""
    return rendering.plain(text, "").text


def _texts(rendering: Rendering, address: Callable[[PurePosixPath], str]) -> list[str]:
    """The cells of text in the reader's language.

    The messages stand in the cells as they stand on the page, in the same order.
    """
    page = rendering.page
    no_runs = {snippet.code: snippet for snippet in page.snippets if snippet.no_run is not None}
    kept: list[str] = []

    def keep(text: str) -> str:
        kept.append(text)
        return f"{PLACE}{len(kept) - 1}{PLACE}"

    def figure(match: re.Match[str]) -> str:
        caption = " ".join((match["caption"] or "").split())
        return keep(f"*{_plain(rendering, caption)}*" if caption else "")

    def fence(match: re.Match[str]) -> str:
        code = match["code"].removesuffix("\n")
        if code in no_runs:
            code = _localized_code(rendering, no_runs[code])
        return keep(f"{match['marks']}python\n{code}\n{match['marks']}")

    texts = [
        FENCE.sub(fence, IMAGE.sub(figure, cell.text)) for cell in page.cells if not cell.is_code
    ]

    index, position = 0, 0
    for message, shown in rendering.blocks:
        pattern = re.compile(r"\s+".join(map(re.escape, message.split())))
        while index < len(texts) and not (found := pattern.search(texts[index], position)):
            index, position = index + 1, 0
        if index == len(texts):
            raise SiteError(
                page.path,
                page.line_of(message),
                f"a notebook cannot hold this text in another language: {message!r}",
                "write it as Jupyter knows it: headings, paragraphs, lists, tables",
            )
        assert found is not None
        shown = keep(LINK.sub(lambda link: _linked(link, page.name, address), shown))
        texts[index] = texts[index][: found.start()] + shown + texts[index][found.end() :]
        position = found.start() + len(shown)

    places = re.compile(f"{PLACE}(\\d+){PLACE}")
    return [
        re.sub(r"^\n+", "", places.sub(lambda place: kept[int(place[1])], text)) for text in texts
    ]


def _linked(
    link: re.Match[str], name: PurePosixPath, address: Callable[[PurePosixPath], str]
) -> str:
    """A link with the address that its target has on the web."""
    path, _, anchor = link["target"].partition("#")
    if ":" in path:
        return link[0]
    found = address(PurePosixPath(normpath(name.parent / path)) if path else name)
    if not found:
        return link["text"]
    return f"[{link['text']}]({found}{'#' if anchor else ''}{anchor})"
