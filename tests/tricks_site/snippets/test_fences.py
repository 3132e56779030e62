from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from pymdownx.superfences import SuperFencesCodeExtension

from tricks_site.errors import SiteError
from tricks_site.snippets.fences import lines_as_shown, read_fences

PAGE = Path("docs/page.md")
LINES = [
    "",
    " ",
    "text",
    "    indented",
    "\tindented with a tab",
    "  two",
    "- item",
    "```",
    "```` ",
    "~~~",
    "```python",
    '```python no-run="needs a GPU"',
    "~~~~output rtol=1e-3",
    "    ```python",
    "    ```",
    "\t```",
    "  ~~~",
    "``code`` text",
    "``` ```",
]


def by_superfences(text: str) -> list[tuple[str | None, str]]:
    found = []

    def keep(source: str, language: str, *_: object, **__: object) -> str:
        found.append((language, source))
        return ""

    fences = [{"name": "*", "class": "", "format": keep, "validator": lambda *_: True}]
    extension = SuperFencesCodeExtension(custom_fences=fences, relaxed_headers=True)
    Markdown(extensions=[extension]).convert(text)
    return found


@given(st.lists(st.sampled_from(LINES), max_size=12), st.sampled_from(["\n", "\r\n", "\r"]))
@example(["```python", "    x", "", "```", "    ```output", "    1", "    ```"], "\n")
def test_finds_what_superfences_finds(lines: list[str], end: str) -> None:
    text = end.join(lines)
    try:
        found = read_fences(PAGE, lines_as_shown(text))
    except SiteError:  # superfences would show the page as best it can
        return
    names = [fence.language if fence.language.isalpha() else None for fence in found]
    texts = [fence.text for fence in found]
    assert list(zip(names, texts, strict=True)) == by_superfences(text)


def test_knows_the_lines_of_a_fence() -> None:
    (fence,) = read_fences(PAGE, lines_as_shown("one\n\n  ~~~text a=b \n  x\n    y\n  ~~~\n"))
    assert (fence.line, fence.end, fence.indent, fence.info) == (3, 6, "  ", "text a=b")
    assert fence.body == ("x", "  y")


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a\n```python\nx\n", 2, "the fence ```python is never closed"),
        ("```python\nx\n````\n", 1, "never closed"),
        ("~~~\n```\n", 1, "never closed"),
        ("a\n\n    ```text\n    x\ny\n    ```\n", 3, "never closed"),
        ("> ```python\n> x\n> ```\n", 1, "stands in a quotation"),
    ],
)
def test_refuses(text: str, line: int, problem: str) -> None:
    with pytest.raises(SiteError, match=problem) as error:
        read_fences(PAGE, lines_as_shown(text))
    assert (error.value.path, error.value.line) == ("docs/page.md", line)
