from __future__ import annotations

from pathlib import Path

import pytest

from tricks_site.errors import SiteErrors
from tricks_site.snippets.find import Alt, Output, Snippet, read_snippets

PAGE = Path("docs/page.md")


def test_reads_everything_of_a_snippet() -> None:
    text = """---
title: T
---
```python
print(1 / 3)
```

``` output rtol=1e-3
0.333
```

![The loss falls,
in [0, 1].](figure "A  caption")

![Another](figure)

Text.
"""
    assert read_snippets(PAGE, text) == [
        Snippet(
            path=PAGE,
            line=4,
            code="print(1 / 3)",
            output=Output(line=8, text="0.333", rtol=1e-3),
            alts=(Alt(12, "The loss falls, in [0, 1].", "A caption"), Alt(15, "Another", "")),
        )
    ]


def test_reads_inside_an_admonition() -> None:
    text = "!!! note\n\n\t```python\n\tif x:\n\t\ty\n\t```\n\n"
    text += "    ```output\n    1\n\n      2\n    ```\n"
    (snippet,) = read_snippets(PAGE, text)
    assert (snippet.code, snippet.indent) == ("if x:\n    y", "    ")
    assert snippet.output == Output(8, "1\n\n  2", 1e-6)


def test_reads_the_options() -> None:
    text = '```python no-run="needs a GPU, or two"\nx\n```\n```python source=a.b.c\n```\n'
    one, two = read_snippets(PAGE, text)
    assert (one.no_run, one.source) == ("needs a GPU, or two", None)
    assert (two.no_run, two.source, two.code) == (None, "a.b.c", "")


def test_leaves_other_code_alone() -> None:
    text = "````text\n```python\nx\n```\n![a](figure)\n````\n```\n1\n```\nWrite `![a](figure)`.\n"
    assert read_snippets(PAGE, text) == []


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("```python\nx\n", 1, "never closed"),
        ("a\n```python no-run\nx\n```", 2, "cannot read 'no-run' after python"),
        ('```python no-run=""\nx\n```', 1, "no-run says no reason"),
        ('```python no-run=" "\nx\n```', 1, "no-run says no reason"),
        ("```python no-run='x'\nx\n```", 1, "cannot read \"no-run='x'\""),
        ('```python norun="x"\nx\n```', 1, "cannot read 'norun=\"x\"' after python"),
        ('```python no-run="a" no-run="b"\nx\n```', 1, "cannot read 'no-run=\"b\"'"),
        ('```python no-run="a" source="b.c"\n```', 1, "do not go together"),
        ('```python source="b.c"\nx\n```', 1, "code of its own"),
        ("```python\n\n```", 1, "the snippet is empty"),
        ("```python\nx\n```\n```output rtol=big\n1\n```", 4, "rtol=big is not a tolerance"),
        ("```python\nx\n```\n```output rtol=-1\n1\n```", 4, "rtol=-1 is not a tolerance"),
        ("```python\nx\n```\n```output rtol=nan\n1\n```", 4, "rtol=nan is not a tolerance"),
        ("```python\nx\n```\n```output atol=1\n1\n```", 4, "cannot read 'atol=1' after output"),
        ("```output\n1\n```", 1, "stands after no Python fence"),
        ("```python\nx\n```\ntext\n```output\n1\n```", 5, "stands after no Python fence"),
        ("```python\nx\n```\n  ```output\n  1\n  ```", 4, "stands after no Python fence"),
        (
            "```python\nx\n```\n```output\n1\n```\n```output\n1\n```",
            7,
            "stands after no Python fence",
        ),
        ('```python no-run="x"\nx\n```\n```output\n1\n```', 4, "code that is not run"),
        ('```python source="a.b"\n```\n![a](figure)', 3, "code that is not run"),
        ("```py\nx\n```", 1, "a fence that starts with 'py' is not run"),
        ("```Python\nx\n```", 1, "is not run"),
        ("```{.python}\nx\n```", 1, "is not run"),
        ("```python\nx\n```\n\n![ ](figure)", 5, "no alternative text"),
        ("```python\nx\n```\n\ntext\n\n![a](figure)", 7, "belongs to no snippet"),
        ("```python\nx\n```\n\n![a](figure) and", 5, "belongs to no snippet"),
        ("```python\nx\n```\n\n  ![a](figure)", 5, "belongs to no snippet"),
        ("```python\nx\n```\n\n![a](figure)\n```output\n1\n```", 5, "belongs to no snippet"),
    ],
)
def test_refuses(text: str, line: int, problem: str) -> None:
    with pytest.raises(SiteErrors) as caught:
        read_snippets(PAGE, text)
    error = caught.value.errors[0]
    assert (error.path, error.line) == ("docs/page.md", line)
    assert problem in error.problem
    assert error.mend


def test_reports_everything_at_once() -> None:
    text = "```output\n1\n```\n\n```python a=b\nx\n```\n\n![](figure)\n"
    with pytest.raises(SiteErrors) as caught:
        read_snippets(PAGE, text)
    assert [error.line for error in caught.value.errors] == [1, 5, 9]
