"""How soon what is saved shows in the browser while `make serve` runs: `make bench`.

What is measured is from the moment that a file is saved to the moment that the served page has the
new text: the watcher's waiting included.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.error import HTTPError

from support.live import get, served

ROOT = Path(__file__).parents[1]
MOST = 2.0
ROUNDS = 3
LANGUAGE = "uk"
LESSON = "tricks/optimizers"
LAB = "labs/dropout-on-digits"


def seconds(url: str, path: Path, mark: str, edit: Callable[[str, str], str]) -> float:
    """How long it takes until what was saved stands on the page."""
    text = edit(path.read_text(encoding="utf-8"), mark)
    start = time.perf_counter()
    path.write_text(text, encoding="utf-8")
    while time.perf_counter() - start < 60:
        try:
            if mark in get(url):
                return time.perf_counter() - start
        except HTTPError:  # of a page that is just being written
            pass
        time.sleep(0.02)
    sys.exit(f"{path.name} was saved, but {url} does not show it.")


def in_catalog(text: str, mark: str) -> str:
    """A catalog with another translation of the first sentence that is one line."""
    lines = text.split("\n")
    at = next(
        n for n, line in enumerate(lines) if line.startswith("msgstr") and line.endswith('."')
    )
    lines[at] = f'{lines[at][:-2]} {mark}."'
    return "\n".join(lines)


def in_page(text: str, mark: str) -> str:
    """A page with another paragraph."""
    return f"{text.rstrip()}\n\nA paragraph with {mark}.\n"


def in_lab(text: str, mark: str) -> str:
    return f"{text.rstrip()}\n\n# %% [markdown]\n# A paragraph with {mark}.\n"


def in_glossary(text: str, mark: str) -> str:
    """A glossary in which the first term means something else."""
    head, _, rest = text.partition("\n")
    first, _, others = rest.partition("\n")
    return f"{head}\n{first.replace('.', f' {mark}.', 1)}\n{others}"


def in_style(text: str, mark: str) -> str:
    return f"{text}\n.{mark} {{ color: red }}\n"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("docs", "overrides", "src", "translations", ".cache"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "mkdocs.yml", root)
        saved = (
            (f"translations/{LANGUAGE}/{LESSON}.po", f"{LANGUAGE}/{LESSON}/", in_catalog),
            (f"docs/{LESSON}.md", f"{LESSON}/", in_page),
            (f"docs/{LAB}.py", f"{LAB}/", in_lab),
            ("translations/glossary.csv", "glossary/", in_glossary),
            ("docs/assets/site.css", "assets/site.css", in_style),
        )
        slowest = 0.0
        with served(root) as url:
            for path, shown, edit in saved:
                took = [
                    seconds(f"{url}/{shown}", root / path, f"mark{number}", edit)
                    for number in range(ROUNDS)
                ]
                slowest = max(slowest, median(took))
                print(f"  {path:36}", *(f"{one:5.2f} s" for one in took), flush=True)
    good = slowest <= MOST
    verdict = "yes" if good else "NO"
    print(f"  saved and shown, the slowest median: {slowest:.2f} s (at most {MOST}): {verdict}")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
