"""A lab's file read as a page: the same lines, and errors that name them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import jupytext
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.pages import ROOT
from tricks_site.errors import SiteError
from tricks_site.markup.page import Page
from tricks_site.markup.percent import read_percent

PATH = Path("docs/labs/lab.py")
LAB = """\
# ---
# title: A lab
# ---

# %% [markdown]
# # A lab
#
# Text with $x$.

# %%
import numpy as np

print(np.pi)


# %% [markdown]
# More.

# %%
print("```")
"""
MARKDOWN = """\
---
title: A lab
---


# A lab

Text with $x$.

```python
import numpy as np

print(np.pi)
```


More.

```python
print("```")
```
"""


def test_each_line_of_the_markdown_is_that_of_the_file() -> None:
    markdown, cells = read_percent(PATH, LAB)
    assert markdown == MARKDOWN
    assert [(cell.line, cell.is_code) for cell in cells] == [
        (5, False),
        (10, True),
        (16, False),
        (19, True),
    ]
    assert cells[0].text == "# A lab\n\nText with $x$."
    assert cells[1].text == "import numpy as np\n\nprint(np.pi)"


def test_backticks_at_the_start_of_a_line_of_code_get_a_longer_fence() -> None:
    markdown, _ = read_percent(PATH, '# %%\ntext = """\n````\n"""\n')
    assert markdown == '`````python\ntext = """\n````\n"""\n`````\n'


@pytest.mark.parametrize("path", sorted((ROOT / "docs/labs").glob("*.py")), ids=lambda p: p.stem)
def test_jupytext_reads_the_same_cells(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    _, cells = read_percent(path, text)
    first, *others = jupytext.reads(text, fmt="py:percent").cells
    assert first.cell_type == "raw"  # the front matter
    assert [(cell.cell_type == "code", cell.source) for cell in others] == [
        (cell.is_code, cell.text) for cell in cells
    ]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("print(1)\n", 1, "the lab has no cells"),
        ("# ---\ntitle: x\n# ---\n\n# %%\n1\n", 2, "does not start with '# '"),
        ("# %% [markdown]\n# Text.\nprint(1)\n", 3, "does not start with '# '"),
        ("# %% [md]\n# Text.\n", 1, "cannot read '# %% [md]'"),
        ("# %%\nprint(1)\n# %%\nprint(2)\n", 3, "the cell above ends here"),
        ("# %%\n\n# %%\nprint(2)\n", 1, "the cell is empty"),
        ("# %%\nprint(1)\n\n# %% [markdown]\n#\n", 4, "the cell is empty"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, problem: str) -> None:
    with pytest.raises(SiteError) as caught:
        read_percent(PATH, text)
    assert caught.value.line == line
    assert problem in caught.value.problem


LINES = st.lists(
    st.sampled_from(["# %%", "# %% [markdown]", "# text", "#", "", "x = 1", "````", "# ---"])
)


@given(LINES)
def test_lines_are_kept_whatever_the_file_holds(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    try:
        markdown, _ = read_percent(PATH, text)
    except SiteError as error:
        wrong = error.line
    else:
        wrong = None
        for line, shown in zip(lines, markdown.split("\n"), strict=False):
            assert shown in (line, line[2:]) or line.startswith("# %%") or shown.startswith("```")
    assert wrong is None or 1 <= wrong <= len(lines) + 1


def test_neighbouring_cells_are_two_blocks() -> None:
    markdown, cells = read_percent(PATH, "# %%\nx = 1\n\n# %%\ny = 2\n")
    page = Page(PurePosixPath("labs/lab.md"), markdown, cells)
    assert page.body == "```python\nx = 1\n```\n\n```python\ny = 2\n```\n"
    assert [(cell.line, cell.code) for cell in page.code_cells] == [(1, "x = 1"), (4, "y = 2")]
