"""The notebook of a lab: its text in another language, its code and its outputs the same."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from tricks_site.errors import SiteError
from tricks_site.labs.download import notebook
from tricks_site.languages import Language
from tricks_site.markup.dialect import to_html
from tricks_site.markup.page import Page, Rendering
from tricks_site.markup.percent import read_percent
from tricks_site.snippets.run import Result
from tricks_site.translation.messages import Key, Recorder, Translation

LAB = """\
# ---
# title: A lab
# description: About a lab.
# ---

# %% [markdown]
# # A lab
#
# A text with `code`, [a link](../tricks/dropout.md#the-code)
# and [another](https://example.org).
#
# - one
#   item
# - SGD
#
# $$
# x = SGD
# $$

# %%
import json

import joblib
import matplotlib.pyplot as plt

# a comment
print(1)

# %% [markdown]
# ![A picture of
# SGD.](figure "The caption.")
#
# | method | value |
# | --- | --- |
# | `SGD` | 3 |
# | SGD | 4 |
#
# ```python no-run="needs a cluster"
# joblib.parallel_config("SGD")  # a comment
# ```
#
# SGD
"""
FIGURE = '<svg class="figure" viewBox="0 0 4 2" style="fill:red"><text x="1">SGD</text></svg>'


def translate(key: Key, note: str) -> Translation:
    """Something else for every message, with the same links, code and formulas."""
    return Translation(f"{key.text} (ook)", path=Path("nl.po"), line=1)


def rendered(lab: str, translator: Any = translate) -> Rendering:
    page = Page(PurePosixPath("labs/lab.md"), *read_percent(Path("docs/labs/lab.py"), lab))
    results = {
        snippet: Result("1\n", (FIGURE,) * len(snippet.alts), snippet.code)
        for snippet in page.snippets
    }
    rendering = Rendering(page, Language("nl", "Nederlands"), translator, Recorder(""), results)
    to_html(rendering)
    assert rendering.errors == []
    return rendering


def made(lab: str = LAB, address: str = "https://site.org/nl/", **options: Any) -> list[Any]:
    text = notebook(
        rendered(lab, **options),
        "training-tricks",
        lambda name: f"{address}{name.with_suffix('')}/" if address else "",
    )
    cells: list[Any] = json.loads(text)["cells"]
    return cells


def source(cell: Any) -> str:
    return "".join(cell["source"])


def test_the_first_cell_installs_what_the_others_import() -> None:
    assert source(made()[0]) == "%pip install --quiet training-tricks joblib matplotlib"


def test_text_is_translated_where_it_stands() -> None:
    cells = made()
    assert [cell["cell_type"] for cell in cells] == ["code", "markdown", "code", "markdown"]
    assert source(cells[1]) == (
        "# A lab (ook)\n\n"
        "A text with `code`, [a link](https://site.org/nl/tricks/dropout/#the-code) "
        "and [another](https://example.org). (ook)\n\n"
        "- one item (ook)\n- SGD (ook)\n\n$$\nx = SGD\n$$"
    )
    assert source(cells[3]) == (
        "*The caption. (ook)*\n\n"
        "| method (ook) | value (ook) |\n| --- | --- |\n| `SGD` | 3 |\n| SGD (ook) | 4 |\n\n"
        '```python\njoblib.parallel_config("SGD")  # a comment (ook)\n```\n\n'
        "SGD (ook)"
    )


def test_code_changes_in_its_comments_only_and_has_its_outputs() -> None:
    cell = made()[2]
    assert source(cell).endswith("import matplotlib.pyplot as plt\n\n# a comment (ook)\nprint(1)")
    stream, figure = cell["outputs"]
    assert stream["text"] == ["1\n"]
    assert figure["data"]["text/plain"] == ["A picture of SGD. (ook)"]
    drawing = "".join(figure["data"]["image/svg+xml"])
    assert drawing.startswith('<svg xmlns="http://www.w3.org/2000/svg" width="560"')
    assert "background:#fff" in drawing
    assert ">SGD (ook)</text>" in drawing


def test_without_an_address_a_link_to_the_site_is_text() -> None:
    text = source(made(address="")[1])
    assert "`code`, a link and [another](https://example.org)" in text


def test_no_two_builds_differ() -> None:
    assert made() == made()
    assert [cell["id"] for cell in made()] == ["cell-0", "cell-1", "cell-2", "cell-3"]


@pytest.mark.parametrize("text", ["??? note\n#     Folded.", "> A quotation\n# > of two lines."])
def test_what_jupyter_would_show_otherwise_is_refused(text: str) -> None:
    with pytest.raises(SiteError) as caught:
        made(f"# %% [markdown]\n# # A lab\n#\n# {text}\n")
    assert caught.value.path == "docs/labs/lab.py"
    assert "a notebook cannot hold this text" in caught.value.problem
