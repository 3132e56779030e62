"""How long the build takes, as ratios within one run: `make bench`.

Cold means with no result of a snippet in the cache; the labs have run before, since their minutes
would hide all else. The stock build is the one that mkdocs-jupyter
with `execute: true` makes of the same snippets, once a language: together with static-i18n it
publishes notebooks as raw JSON and runs nothing (static-i18n's issue 198), so each language is
built alone, from notebooks of its own, each of which mkdocs-jupyter runs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tricks_site.project import CACHE, Project

ROOT = Path(__file__).parents[1]
STOCK = """\
site_name: stock
theme: {name: material}
plugins:
  - mkdocs-jupyter: {execute: true, allow_errors: false}
"""
LIMITS = {
    "five languages cold / one language cold": 1.5,
    "unchanged rebuild / five languages cold": 0.25,
}
LEAST = {"stock, five languages cold / ours": 5.0}


def seconds(root: Path, *command: str) -> float:
    """How long a command takes, which must succeed."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return time.perf_counter() - start


def copy_project(target: Path, languages: int) -> None:
    """A copy of the project that has run its labs only, with the first so many languages."""
    for name in ("docs", "overrides", "src", "translations"):
        shutil.copytree(ROOT / name, target / name)
    shutil.copytree(ROOT / CACHE / "labs", target / CACHE / "labs")
    shutil.copy(ROOT / "mkdocs.yml", target)
    listed = target / "translations/languages.yml"
    lines = listed.read_text(encoding="utf-8").splitlines(keepends=True)
    entries = [line for line in lines if line.startswith("-")]
    listed.write_text("".join(entries[:languages]), encoding="utf-8")


def write_notebooks(project: Project, target: Path) -> None:
    """The snippets of each page as a notebook, as the stock build wants them."""
    for page in project.pages.values():
        if page.cells:
            continue
        cells = [new_markdown_cell(f"# {page.front_matter['title']}")]
        cells += [new_code_cell(snippet.code) for snippet in page.snippets if snippet.code]
        path = (target / "docs" / page.name).with_suffix(".ipynb")
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(new_notebook(cells=cells), path)
    (target / "mkdocs.yml").write_text(STOCK, encoding="utf-8")


def main() -> int:
    project = Project.load(ROOT)
    project.run_labs()
    count = len(project.languages)
    with tempfile.TemporaryDirectory() as folder:
        one, five = (Path(folder, name) for name in ("one", "five"))
        copy_project(one, 1)
        copy_project(five, count)
        stocks = [Path(folder, f"stock-{number}") for number in range(count)]
        for stock in stocks:
            write_notebooks(project, stock)
        alone = seconds(one, "tricks_site", "site")
        cold = seconds(five, "tricks_site", "site")
        again = seconds(five, "tricks_site", "site")
        theirs = sum(seconds(stock, "mkdocs", "build") for stock in stocks)
    pages, snippets = len(project.pages), len(project.snippets())
    print(f"{pages} pages, {snippets} snippets run once, {count} languages")
    for name, took in (
        ("one language cold", alone),
        (f"{count} languages cold", cold),
        (f"{count} languages unchanged", again),
        (f"stock, {count} languages cold", theirs),
    ):
        print(f"  {name:27} {took:6.1f} s")
    ratios = {
        "five languages cold / one language cold": cold / alone,
        "unchanged rebuild / five languages cold": again / cold,
        "stock, five languages cold / ours": theirs / cold,
    }
    missed = False
    for name, ratio in ratios.items():
        wanted = f"at most {LIMITS[name]}" if name in LIMITS else f"at least {LEAST[name]}"
        good = ratio <= LIMITS[name] if name in LIMITS else ratio >= LEAST[name]
        missed |= not good
        print(f"  {name:41} {ratio:5.2f}  ({wanted}: {'yes' if good else 'NO'})")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
