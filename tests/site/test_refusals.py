"""What is wrong ends the build with file, line and mend; nothing is lost or half-written."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support.build import run_build
from support.projects import LAB, PAGE, small_project, tree

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()"
CODE = PAGE[PAGE.index("```python") : PAGE.index("\nAnother")]
ONE = 'msgid "One sentence."\nmsgstr "{}"\n'


def refused(root: Path) -> str:
    """Build, which must fail in good manners; what it says."""
    before = root / "site/keep.txt"
    before.parent.mkdir(exist_ok=True)
    before.write_text("the last good site", encoding="utf-8")
    done = run_build(Path("site"), {}, root)
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert "Traceback" not in said
    assert "What to do:" in said
    assert [path.name for path in root.glob("site/*")] == ["keep.txt"]
    assert not list(root.glob(".site-*"))
    return said


@pytest.mark.parametrize(
    ("old", "new", "line", "part"),
    [
        ("print(1 + 1)", "print(1 / 0)", 12, "ZeroDivisionError"),
        ("print(1 + 1)", "print(1 +", 12, "SyntaxError"),
        ("2\n```", "3\n```", None, "-3"),
        ("print(1 + 1)", f"print(2)\n{FIGURE}", None, "![what it shows](figure)"),
        ("2\n```", "2\n```\n\n![](figure)", None, "alternative text"),
        ("```python", '```python no-run=""', 10, "no-run"),
        (CODE, '```python source="training_tricks.no.such"\n```\n', 10, "no.such"),
        (CODE, f"<!--\n{CODE}-->\n", 11, "does not show it"),
        ("title: A page", "titel: A page", 1, "no title"),
        ("One sentence.", "One $\\sentence$.", 8, "sentence"),
        ("One sentence.", "<p>One sentence.</p>", 8, "raw HTML"),
        ("One sentence.", "[One](sentence.md)", None, "sentence.md"),
    ],
)
def test_a_page_that_is_wrong(
    tmp_path: Path, old: str, new: str, line: int | None, part: str
) -> None:
    assert old in PAGE
    root = small_project(tmp_path, {"index.md": PAGE.replace(old, new)})
    if part == "sentence.md":
        done = run_build(Path("site"), {}, root)
        assert done.returncode == 1
        assert "sentence.md" in done.stderr
        return
    said = refused(root)
    assert part in said
    assert re.search(rf"docs/index\.md:{line or '[0-9]+'}: ", said), said


@pytest.mark.parametrize(
    ("content", "line", "part"),
    [
        ((HEADER + ONE).encode("utf-16"), 1, "UTF-8"),
        ((HEADER + ONE.format("gradiënt")).encode("latin-1"), 6, "UTF-8"),
        (HEADER + ONE.format("Een zin.")[:-3], 6, "cut"),
        (HEADER + ONE.format("a") + "\n" + ONE.format("b"), 8, "line 5 already"),
        (HEADER + ONE.format("\\q"), 6, "not an escape"),
        (HEADER + ONE.format("<script>alert(1)</script>"), 5, "<script>"),
        (HEADER + ONE.format("Een <b onclick='alert(1)'>zin</b>."), 5, "onclick"),
        (HEADER + ONE.format("[Een](javascript:alert(1)) zin."), 5, "javascript:"),
        (HEADER + ONE.format("Een zin.\\n{: onclick='alert(1)' }"), 5, "onclick"),
        (HEADER + 'msgid "add two numbers"\nmsgstr "tel op\\nimport os"\n', 5, "one line"),
        (HEADER + 'msgid "A page"\nmsgstr "Een\\npagina"\n', 5, "line"),
    ],
)
def test_a_catalog_that_is_wrong(
    tmp_path: Path, content: str | bytes, line: int, part: str
) -> None:
    root = small_project(tmp_path)
    catalog = root / "translations/nl/index.po"
    catalog.parent.mkdir()
    catalog.write_bytes(content if isinstance(content, bytes) else content.encode())
    said = refused(root)
    assert f"translations/nl/index.po:{line}: " in said, said
    assert part in said


def test_html_in_a_title_or_label_is_shown_as_text(tmp_path: Path) -> None:
    page = PAGE.replace("title: A page", "title: The title")
    root = small_project(tmp_path, {"index.md": page, "second.md": page})
    evil = "</title><script>alert(1)</script>"
    catalogs = {
        "site.po": f'msgid "Search"\nmsgstr "{evil}"\n',
        "index.po": f'msgid "About a page."\nmsgstr "\\"{evil}"\n'
        f'\nmsgid "add two numbers"\nmsgstr "{evil}"\n',
        "second.po": f'msgid "The title"\nmsgstr "{evil}"\n',
    }
    (root / "translations/nl").mkdir()
    for name, messages in catalogs.items():
        (root / "translations/nl" / name).write_text(HEADER + messages, encoding="utf-8")
    done = run_build(Path("site"), {}, root)
    assert done.returncode == 0, done.stderr
    for name in ("nl/index.html", "nl/second/index.html"):
        html = (root / "site" / name).read_text(encoding="utf-8")
        assert "alert(1)" in html
        assert "<script>alert" not in html


@pytest.mark.parametrize("label", ["Resultaten", "{count} }", "{ {count}", "{count!r}", "{}"])
def test_a_placeholder_that_is_lost(tmp_path: Path, label: str) -> None:
    root = small_project(tmp_path)
    catalog = root / "translations/nl/site.po"
    catalog.parent.mkdir()
    catalog.write_text(HEADER + f'msgid "Results: {{count}}"\nmsgstr "{label}"\n', encoding="utf-8")
    assert "translations/nl/site.po:5: " in refused(root)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    second = PAGE.replace("print(1 + 1)", "print(no)")
    root = small_project(tmp_path, {"index.md": PAGE.replace("2\n```", "3\n```"), "b.md": second})
    said = refused(root)
    assert "docs/b.md:12: " in said


@pytest.mark.slow
def test_after_a_build_was_killed_the_next_one_is_right(tmp_path: Path) -> None:
    """Killed when its output has reached each of its stages; the site before stays until then."""
    root = small_project(tmp_path)
    assert run_build(Path("site"), {}, root).returncode == 0
    whole = tree(root / "site")
    assert "nl/index.html" in whole
    for stage in ("Snippets run", "Cleaning site", "nl' documentation", "built in"):
        (root / "docs/index.md").write_text(PAGE + f"\n{stage}\n", encoding="utf-8")
        for path in (root / ".cache/snippets").rglob("*.json"):
            path.unlink()
        process = subprocess.Popen(
            [sys.executable, "-m", "tricks_site", "site"],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert process.stdout is not None
        assert any(stage in line for line in process.stdout)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert tree(root / "site") == whole
        (root / "docs/index.md").write_text(PAGE, encoding="utf-8")
        assert run_build(Path("site"), {}, root).returncode == 0
        assert tree(root / "site") == whole
        assert not list(root.glob(".site-*"))


@pytest.mark.parametrize(
    ("old", "new", "line", "part"),
    [
        ("total = 1 + 1", "total = 1 / 0", 13, "in cell 1: the cell raised ZeroDivisionError"),
        ("print(total)", "total", 15, "in cell 2: the cell shows a value that it does not print"),
        ("# One sentence.", "One sentence.", 9, "does not start with '# '"),
        ("# One sentence.", "# One $\\sentence$.", 9, "sentence"),
        ("# title: A lab", "# titel: A lab", 1, "no title"),
        ("# One sentence.", "# > One\n# > sentence.", None, "a notebook cannot hold this text"),
    ],
)
def test_a_lab_that_is_wrong(
    tmp_path: Path, old: str, new: str, line: int | None, part: str
) -> None:
    assert old in LAB
    root = small_project(tmp_path, {"index.md": PAGE, "labs/lab.py": LAB.replace(old, new)})
    said = refused(root)
    assert part in said
    place = "docs/labs/lab.py" if line is None else f"docs/labs/lab.py:{line}"
    assert f"{place}: " in said
