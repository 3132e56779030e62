"""What a reader copies from a page runs in a clean interpreter and prints what the page shows."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from support.pages import PAGES, SOURCE, BuiltPage
from tricks_site.markup.page import read_page
from tricks_site.snippets.compare import agrees

ROOT = Path(__file__).parents[2]
WITH_SNIPPETS = [page for page in PAGES if read_page(ROOT, PurePosixPath(page.name)).snippets]
ENGLISH = [page for page in WITH_SNIPPETS if page.language == SOURCE]
# The cells of a lab need those before them: test_labs.py runs all of them.
ALONE = [page for page in ENGLISH if not read_page(ROOT, PurePosixPath(page.name)).cells]
TRANSLATED = [page for page in WITH_SNIPPETS if page.language != SOURCE]
SNIPPET = "article .highlight:has(.language-python)"
# What each snippet shows, and the output right after it.
BLOCKS = """selector => [...document.querySelectorAll(selector)].map(block => ({
  shown: block.querySelector('code').textContent,
  output: block.nextElementSibling?.matches('.output')
    ? block.nextElementSibling.querySelector('samp').textContent : null,
}))"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the package, built from the sources."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package as the wheel installs it, and nothing else of the project."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, wheel],
        check=True,
        capture_output=True,
    )
    return folder


def run(code: str, installed: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program alone, as a reader does who has installed the package."""
    program = folder / "copied.py"
    program.write_text(code, encoding="utf-8")
    return subprocess.run(
        [sys.executable, program],
        cwd=folder,
        env=os.environ
        | {"PYTHONPATH": str(installed), "MPLBACKEND": "agg", "PYTHONUTF8": "1"}
        # Several run at once; with more threads than cores they would wait for each other.
        | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
        capture_output=True,
        text=True,
        check=False,
    )


def copied(chromium: Browser, url: str) -> list[dict[str, str]]:
    """Press every copy button of a page; what the clipboard holds, and what the page shows."""
    context = chromium.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(url)
    blocks = page.evaluate(BLOCKS, SNIPPET)
    buttons = page.locator(f"{SNIPPET} button[data-copy]")
    assert buttons.count() == len(blocks) > 0
    for number, block in enumerate(blocks):
        page.evaluate("navigator.clipboard.writeText('')")
        buttons.nth(number).click()
        page.wait_for_function("document.querySelector('[role=status]#said').textContent")
        block["copied"] = page.evaluate("navigator.clipboard.readText()")
    context.close()
    return blocks


@pytest.mark.slow
@pytest.mark.parametrize("built", ALONE, ids=str)
def test_copied_snippets_run_and_print_what_the_page_shows(
    chromium: Browser, site_url: str, built: BuiltPage, installed: Path, tmp_path: Path
) -> None:
    snippets = read_page(ROOT, PurePosixPath(built.name)).snippets
    blocks = copied(chromium, site_url + built.path)
    folders = []
    for number, block in enumerate(blocks):
        assert block["copied"].rstrip("\n") == block["shown"].rstrip("\n")
        folders.append(tmp_path / str(number))
        folders[-1].mkdir()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = list(
            pool.map(run, [block["copied"] for block in blocks], [installed] * len(blocks), folders)
        )
    for snippet, block, done in zip(snippets, blocks, runs, strict=True):
        assert done.returncode == 0, done.stderr
        rtol = snippet.output.rtol if snippet.output else 0
        assert agrees(block["output"] or "", done.stdout, rtol)


@pytest.mark.parametrize("built", TRANSLATED, ids=str)
def test_translated_snippets_are_the_same_programs(
    chromium: Browser, site_url: str, site: Path, built: BuiltPage
) -> None:
    english = next(page for page in ENGLISH if page.name == built.name)
    html = (site / english.path / "index.html").read_text(encoding="utf-8")
    shown = BeautifulSoup(html, "html.parser").select(f"{SNIPPET} code")
    here = copied(chromium, site_url + built.path)
    assert [ast.dump(ast.parse(block["copied"])) for block in here] == [
        ast.dump(ast.parse(code.get_text())) for code in shown
    ]


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_nothing_else(installed: Path, tmp_path: Path) -> None:
    assert sorted(path.name for path in installed.iterdir() if "dist-info" not in path.name) == [
        "training_tricks"
    ]
    program = "import training_tricks as t; print(t.__file__, len(t.__all__))"
    done = run(program, installed, tmp_path)
    assert done.stdout.startswith(str(installed)), done.stderr
