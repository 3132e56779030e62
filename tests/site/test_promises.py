"""What the project promises of its builds: run once, the same twice, one paragraph waits."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from support.build import ROOT, run_build
from support.clone import clone
from support.pages import COMPLETE
from support.projects import LAB, PAGE, small_project, tree

SENTENCE = "Twice as large, and the signal explodes."
CHANGED = "Twice as large, and the signal quickly explodes."


def command(root: Path, name: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tricks_site", name],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_build_from_a_clean_clone_is_byte_for_byte_the_same(
    tmp_path: Path, plain_site: Path
) -> None:
    root = clone(tmp_path, with_cache=False)
    # That the labs give the same again is tested with their notebooks.
    shutil.copytree(ROOT / ".cache/labs", root / ".cache/labs")
    done = run_build(Path("site"), {}, root)
    assert done.returncode == 0, done.stderr
    here, there = tree(plain_site), tree(root / "site")
    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []


def test_five_languages_cost_one_run_and_an_unchanged_build_runs_nothing(tmp_path: Path) -> None:
    root = small_project(tmp_path, codes=("nl", "uk", "pcm", "zh"))
    first, second = (run_build(Path("site"), {}, root) for _ in range(2))
    assert first.returncode == second.returncode == 0, first.stderr
    assert re.findall(r"Snippets run: (\d+)", first.stderr) == ["1"]
    assert "Snippets run" not in second.stderr
    for code in ("", "nl", "uk", "pcm", "zh"):
        html = (root / "site" / code / "index.html").read_text(encoding="utf-8")
        assert "<samp>2\n</samp>" in html


def test_five_languages_cost_one_run_of_a_lab_and_changed_text_runs_nothing(tmp_path: Path) -> None:
    pages = {"index.md": PAGE, "labs/lab.py": LAB}
    root = small_project(tmp_path, pages, codes=("nl", "uk", "pcm", "zh"))
    first = run_build(Path("site"), {}, root)
    (root / "docs/labs/lab.py").write_text(
        LAB.replace("One sentence.", "Another\n# sentence."), encoding="utf-8"
    )
    second = run_build(Path("site"), {}, root)
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert re.findall(r"Cells of labs run: (\d+)", first.stderr) == ["2"]
    assert "run:" not in second.stderr
    for code in ("", "nl", "uk", "pcm", "zh"):
        folder = root / "site" / code / "labs/lab"
        html = (folder / "index.html").read_text(encoding="utf-8")
        assert "<samp>2\n</samp>" in html
        assert "Another sentence." in html
        assert json.loads((folder / "lab.ipynb").read_text())["cells"][-1]["outputs"]


def test_one_changed_sentence_is_one_waiting_paragraph_in_each_language(
    tmp_path: Path, plain_site: Path
) -> None:
    root = clone(tmp_path, with_cache=True)
    page = root / "docs/index.md"
    text = page.read_text(encoding="utf-8")
    assert text.count(SENTENCE) == 1
    page.write_text(text.replace(SENTENCE, CHANGED), encoding="utf-8")
    # Before and after the catalogs are brought up to date, the reader sees the same.
    for update in (False, True):
        if update:
            assert command(root, "translations").returncode == 0
        done = run_build(Path("site"), {}, root)
        assert done.returncode == 0, done.stderr
        for language in COMPLETE[1:]:
            name = f"{language.code}/index.html"
            soup = BeautifulSoup((root / "site" / name).read_text(encoding="utf-8"), "html.parser")
            [waiting] = soup.select("article .waiting")
            assert waiting["lang"] == "en"
            assert waiting.get_text().startswith(CHANGED)
            assert re.search(r"\b9\d ?%", soup.select_one("article").get_text())
            others = [t.relative_to(root / "site") for t in (root / "site").rglob("*.html")]
            for other in others:
                if other.name == "index.html" and "tricks" in other.parts:
                    assert (root / "site" / other).read_bytes() == (plain_site / other).read_bytes()


def test_translations_twice_changes_nothing_and_the_shipped_ones_are_up_to_date(
    tmp_path: Path,
) -> None:
    root = clone(tmp_path, with_cache=True)
    before = tree(root / "translations")
    for _ in range(2):
        done = command(root, "translations")
        assert done.returncode == 0, done.stderr
        assert tree(root / "translations") == before


def test_a_renamed_page_keeps_its_translation(tmp_path: Path) -> None:
    root = small_project(tmp_path, {"old.md": PAGE})
    assert command(root, "translations").returncode == 0
    catalog = root / "translations/nl/old.po"
    catalog.write_text(
        catalog.read_text(encoding="utf-8").replace(
            'msgid "One sentence."\nmsgstr ""', 'msgid "One sentence."\nmsgstr "Een zin."'
        ),
        encoding="utf-8",
    )
    (root / "docs/old.md").rename(root / "docs/new.md")
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(config.replace("old.md", "new.md"), encoding="utf-8")
    done = command(root, "translations")
    assert "translations/nl/old.po: page is gone, deleted" in done.stdout
    assert not catalog.exists()
    assert 'msgstr "Een zin."' in (root / "translations/nl/new.po").read_text(encoding="utf-8")


def test_accept_writes_what_the_snippet_prints(tmp_path: Path) -> None:
    root = small_project(tmp_path, {"index.md": PAGE.replace("1 + 1", "40 + 2")})
    done = run_build(Path("site"), {}, root)
    assert done.returncode == 1
    assert "make accept" in done.stderr
    done = command(root, "accept")
    assert "docs/index.md: outputs rewritten" in done.stdout
    text = (root / "docs/index.md").read_text(encoding="utf-8")
    assert text == PAGE.replace("1 + 1", "40 + 2").replace("output\n2", "output\n42")
    assert run_build(Path("site"), {}, root).returncode == 0


def test_status_counts_what_waits_and_says_what_to_do_next(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    command(root, "translations")
    printed = command(root, "status").stdout
    assert re.search(r"\| nl \(nl\) +\| +0 % \|", printed)
    assert "1. nl (nl): translate what waits in `translations/nl/site.po`" in printed
    assert "2. nl (nl): translate what waits in `translations/nl/index.po`: 5 of 5" in printed
    columns = "topic,en,avoid,reason,en_forms,en_definition\n"
    (root / "translations/glossary.csv").write_text(
        f"{columns}network,weight,,,,A number.\n", encoding="utf-8"
    )
    assert "`translations/glossary.csv`: 2 of 2" in command(root, "status").stdout


def test_check_names_a_catalog_that_is_behind(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    command(root, "translations")
    assert command(root, "check").returncode == 0
    (root / "docs/index.md").write_text(PAGE + "\nA third sentence.\n", encoding="utf-8")
    done = command(root, "check")
    assert done.returncode == 1
    assert "translations/nl/index.po: not up to date" in done.stdout
    assert "make translations" in done.stdout


def test_check_fails_on_a_warning_until_it_has_a_reason(tmp_path: Path) -> None:
    root = small_project(tmp_path, {"index.md": f"{PAGE}\nIt does not work.\n"})
    (root / "translations/checks").mkdir()
    for code in ("en", "nl"):
        words = "negation: [not, niet]\n"
        (root / f"translations/checks/{code}.yml").write_text(words, encoding="utf-8")
    command(root, "translations")
    catalog = root / "translations/nl/index.po"
    text = catalog.read_text(encoding="utf-8")
    empty = 'msgid "It does not work."\nmsgstr ""'
    assert empty in text
    catalog.write_text(text.replace(empty, f'{empty[:-1]}Het werkt."'), encoding="utf-8")
    done = command(root, "check")
    assert done.returncode == 1
    assert "Warning: translations/nl/index.po:" in done.stdout
    assert "it has 0 negations, the English 1" in done.stdout
    (root / "translations/checks/nl.yml").write_text(
        f"{words}exceptions:\n"
        "  - message: It does not work\n"
        "    finding: it has 0 negations, the English 1\n"
        "    reason: For the test.\n",
        encoding="utf-8",
    )
    assert command(root, "check").returncode == 0
