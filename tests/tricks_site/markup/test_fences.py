"""Where the messages of a program and of its figure stand in the catalog."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from bs4 import BeautifulSoup

from tricks_site.languages import Language
from tricks_site.markup.dialect import to_html
from tricks_site.markup.page import LINE, Page, Rendering
from tricks_site.snippets.run import Result
from tricks_site.translation.messages import Key, Recorder, Translation, Translator

FIGURE = (
    '<svg class="figure" viewBox="0 0 9 9"><text x="1">0.5</text><text x="1">step</text>'
    '<text style="a:b">loss &lt; 1</text><text x="2">step</text></svg>'
)
PAGE = """\
---
title: T
description: D
---
```python
import matplotlib.pyplot as plt

# draw it
plt.show()  # show it
```

![A curve.](figure "How it falls")

```python no-run="needs a GPU"
print()
```
"""
MESSAGES = ["draw it", "show it", "A curve.", "step", "loss < 1", "How it falls", "needs a GPU"]
WAITS = {"show it", "loss < 1"}


def lines(translate: Translator) -> list[str]:
    """The line on each text of the page, in page order."""
    page = Page(PurePosixPath("page.md"), PAGE)
    results = {s: Result("", (FIGURE,) * len(s.alts), s.code) for s in page.snippets}
    rendering = Rendering(page, Language("nl", "Nederlands"), translate, Recorder(""), results)
    html = to_html(rendering)
    assert rendering.errors == []
    return [tag[LINE] for tag in BeautifulSoup(html, "html.parser").select(f"[{LINE}]")]


def translate(key: Key, _note: str) -> Translation:
    line = MESSAGES.index(key.text) + 1
    if key.text in WAITS:
        return Translation(key.text, waiting=True, path=Path("nl.po"), line=line)
    return Translation(f"nl {key.text} <", path=Path("nl.po"), line=line)


def test_comments_labels_and_captions_have_the_lines_of_their_messages() -> None:
    assert lines(translate) == ["1", "2", "3", "4", "5", "4", "6", "7"]


def test_the_english_marks_the_same_texts() -> None:
    assert lines(Recorder("page.md")) == [""] * 8
