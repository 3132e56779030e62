from __future__ import annotations

from pathlib import Path

import pytest

from tricks_site.errors import SiteError
from tricks_site.snippets.accept import accept
from tricks_site.snippets.find import read_snippets
from tricks_site.snippets.run import Result

PAGE = Path("docs/page.md")


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str, *printed: str) -> tuple[bool, str]:
        """Accept for a page of this text whose snippets print this. Its text afterwards."""
        page = tmp_path / PAGE
        page.parent.mkdir(exist_ok=True)
        page.write_bytes(text.encode())
        snippets = read_snippets(PAGE, text)
        given = {
            snippet: Result(output, (), snippet.code)
            for snippet, output in zip(snippets, printed, strict=True)
        }
        changed = accept(PAGE, given, root=tmp_path)
        after = page.read_bytes().decode()
        read_snippets(PAGE, after)
        assert list(page.parent.iterdir()) == [page]
        return changed, after

    return write


@pytest.mark.parametrize(
    ("before", "printed", "after"),
    [
        # replaced, with its options and marks
        (
            "a\n```python\nx\n```\n\n~~~output rtol=0.1\n1.0\n~~~\nb",
            "2.0\n3.0\n",
            "a\n```python\nx\n```\n\n~~~output rtol=0.1\n2.0\n3.0\n~~~\nb",
        ),
        # added
        ("```python\nx\n```\n\nb\n", "1\n", "```python\nx\n```\n\n```output\n1\n```\n\nb\n"),
        ("```python\nx\n```", "1\n", "```python\nx\n```\n\n```output\n1\n```\n"),
        (
            "\ufeff```python\nx\n```\n",
            "1\n",
            "\ufeff```python\nx\n```\n\n```output\n1\n```\n",
        ),
        # removed
        ("```python\nx\n```\n\n```output\n1\n```\n\nb\n", "\n", "```python\nx\n```\n\nb\n"),
        # other line ends, a mark at the start of the file, and none at its end
        (
            "\ufeff```python\r\nx\r\n```\r\n```output\r\n1\r\n```",
            "2\n\n3\n",
            "\ufeff```python\r\nx\r\n```\r\n```output\r\n2\r\n\r\n3\r\n```",
        ),
        # indented, by a tab too
        (
            "- a\n\n    ```python\n    x\n    ```\nb \n",
            "1\n\n  2  \n",
            "- a\n\n    ```python\n    x\n    ```\n\n"
            "    ```output\n    1\n\n      2\n    ```\nb \n",
        ),
        (
            "- a\n\n\t```python\n\tx\n\t```\n\n\t```output\n\t1\n\t```\n",
            "2\n",
            "- a\n\n\t```python\n\tx\n\t```\n\n\t```output\n\t2\n\t```\n",
        ),
        # what is printed looks like the end of the fence
        (
            "```python\nx\n```\n```output\n1\n```\n",
            "```\n  ````\n",
            "```python\nx\n```\n````output\n```\n  ````\n````\n",
        ),
        # the spelling of an empty output: nothing is printed and nothing is shown
        ("```python\nx\n```\n```output\n```\nb", "", "```python\nx\n```\nb"),
    ],
)
def test_rewrites_only_the_output(write, before: str, printed: str, after: str) -> None:
    assert write(before, printed) == (True, after)
    assert write(after, printed) == (False, after)


def test_leaves_numbers_within_the_tolerance(write) -> None:
    text = "```python\nx\n```\n```output\n0.3333333\n```\n"
    assert write(text, "0.33333334\n") == (False, text)


def test_leaves_what_is_not_run(write) -> None:
    text = '```python no-run="why"\nx\n```\n```python source="a.b"\n```\n'
    assert write(text, "", "") == (False, text)


def test_rewrites_each_of_several(write) -> None:
    one = "```python\nx\n```\n\n"
    assert write(one + one + one, "1", "", "3") == (
        True,
        one + "```output\n1\n```\n\n" + one + one + "```output\n3\n```\n\n",
    )


def test_refuses_a_page_that_changed_meanwhile(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("\n```python\nx\n```\n")
    with pytest.raises(SiteError, match=r"page\.md:2: the snippet has changed"):
        accept(Path("page.md"), {}, root=tmp_path)


def test_refuses_a_page_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(b"a\n\xff\n")
    with pytest.raises(SiteError, match=r"page\.md:2: .*not UTF-8"):
        accept(Path("page.md"), {}, root=tmp_path)
