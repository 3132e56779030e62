"""What many pages in many languages cost, in seconds and in memory: `make bench`.

Projects of growing size are generated: their pages are the first sections of the lessons, and a
translation of theirs is the English with a word more, which is as much work as any other. Each
project is measured in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from babel.localedata import locale_identifiers

from tricks_site.checking.catalogs import check_catalogs
from tricks_site.checking.rules import rules_path
from tricks_site.files import write_text
from tricks_site.markup.dialect import to_html
from tricks_site.project import Project
from tricks_site.translation import update
from tricks_site.translation.catalogs import (
    catalog_path,
    merge,
    new_catalog,
    write_catalog,
)
from tricks_site.translation.same_as_english import SameAsEnglish

ROOT = Path(__file__).parents[1]
# Languages, the source included, and pages.
SIZES = ((5, 20), (15, 60), (50, 200))
SECTIONS = 3  # of a lesson, on each page
IN_A_PART = 10  # of the navigation
MOST_GROWTH = 1.5  # of the time for a message, from the smallest project to the largest
MOST_MEMORY = 1000  # MB
STAGES = ("collect", "read", "walk", "check", "merge")
# A program with its output and figures. Here none is run.
PROGRAM = re.compile(
    r"^```python(?P<body>\n.*?)^```\n(?:\n```output.*?^```\n)?(?:\n!\[[^\n]*\]\(figure[^\n]*\n)*",
    re.MULTILINE | re.DOTALL,
)
SHOWN = re.compile(r"^```python source=.*?^```\n", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\([^)]*\)")


def lessons() -> list[str]:
    """The first sections of each lesson, without what leads to other pages."""
    found = []
    for path in sorted((ROOT / "docs/tricks").glob("*.md")):
        text = SHOWN.sub("", path.read_text(encoding="utf-8"))
        # Thousands of copies of the same programs would say nothing about the site.
        text = PROGRAM.sub(r'```python no-run="It is run elsewhere."\g<body>```\n', text)
        text = "\n## ".join(text.split("\n## ")[: 1 + SECTIONS])
        found.append(LINK.sub("](../index.md)", text))
    return found


def generate(root: Path, languages: int, pages: int) -> None:
    """Write a project of so many pages, translated into all of its languages but the first."""
    for name in ("docs/assets", "overrides", "src"):
        shutil.copytree(ROOT / name, root / name)
    texts = lessons()
    write_text(root / "docs/index.md", texts[0].replace("../index.md", "index.md"))
    navigation = "nav:\n  - index.md\n"
    for number in range(pages - 1):
        if number % IN_A_PART == 0:
            navigation += f"  - Part {number // IN_A_PART}:\n"
        name = f"part-{number // IN_A_PART}/page-{number}.md"
        navigation += f"      - {name}\n"
        write_text(root / "docs" / name, texts[number % len(texts)])
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    start, end = config.index("nav:"), config.index("\ntheme:")
    write_text(root / "mkdocs.yml", f"{config[:start]}{navigation}{config[end:]}")
    others = (code for code in locale_identifiers() if code.isalpha() and code != "en")
    codes = ["en", *islice(others, languages - 1)]
    lines = [f"- {{code: {code}, name: {code}}}\n" for code in codes]
    write_text(root / "translations/languages.yml", "".join(lines))
    # The words are English, and the lists of all languages are the English ones.
    for code in codes:
        write_text(root / rules_path(code), (ROOT / rules_path("en")).read_text(encoding="utf-8"))
    project = Project.load(root)
    project.run_all()
    messages = update.all_messages(project)
    for language in project.targets:
        for page, of_page in messages.items():
            known = {key: f"{key.text} {language.code}" for key in of_page}
            catalog = merge(new_catalog(language.code), of_page, known)
            write_text(root / catalog_path(language.code, page), write_catalog(catalog))


def change(root: Path) -> None:
    """Change every tenth paragraph of every page."""
    for path in (root / "docs").rglob("*.md"):
        blocks = path.read_text(encoding="utf-8").split("\n\n")
        for index in range(5, len(blocks), 10):
            if re.match(r"[A-Z][a-z]+ ", blocks[index]):
                blocks[index] = f"Indeed, {blocks[index]}"
        write_text(path, "\n\n".join(blocks))


def measure(root: Path) -> dict[str, float]:
    """Seconds of each stage, and what it was about."""
    figures: dict[str, float] = {}

    @contextmanager
    def timed(stage: str) -> Iterator[None]:
        start = time.process_time()
        yield
        figures[stage] = time.process_time() - start

    project = Project.load(root)
    project.run_all()
    with timed("collect"):
        messages = update.all_messages(project)
    with timed("read"):
        project.read_catalogs()
    with timed("walk"):
        for language in project.targets:
            for page in project.pages.values():
                rendering = project.rendering(language, page)
                to_html(rendering)
                if rendering.errors:
                    raise rendering.errors[0]
    with timed("check"):
        check_catalogs(project, messages)
        list(SameAsEnglish.read(project).check(project, messages))
    change(root)
    project = Project.load(root)
    project.run_all()
    with timed("merge"):
        assert sum(1 for _ in update.changes(project)) > len(project.targets)
    figures["pages"] = len(project.pages)
    figures["messages"] = len(project.targets) * sum(map(len, messages.values()))
    figures["memory"] = _megabytes(resource.RUSAGE_SELF)
    return figures


def measure_site(root: Path) -> dict[str, float]:
    """Processor seconds of a build of the site."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tricks_site", "site"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    html = list((root / "site").rglob("*.html"))
    return {
        "site": used.ru_utime + used.ru_stime,
        "pages": len(html),
        "size": sum(path.stat().st_size for path in html) / 1e6,
        "memory": _megabytes(resource.RUSAGE_CHILDREN),
    }


def _megabytes(who: int) -> float:
    # Linux counts kilobytes, macOS bytes.
    return resource.getrusage(who).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def measured(what: str, languages: int, pages: int) -> dict[str, float]:
    """Generate a project and measure it in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), languages, pages)
        done = subprocess.run(
            [sys.executable, __file__, what, folder], stdout=subprocess.PIPE, check=True
        )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def verdict(what: str, growth: float, memory: float) -> bool:
    """Print whether it grows no more than it may."""
    good = growth <= MOST_GROWTH and memory <= MOST_MEMORY
    print(
        f"  {what}: {growth:.2f} times from the smallest to the largest (at most {MOST_GROWTH}), "
        f"{memory:.0f} MB (at most {MOST_MEMORY}): {'yes' if good else 'NO'}"
    )
    return good


def main() -> int:
    if len(sys.argv) == 3:
        measure_one = {"messages": measure, "site": measure_site}[sys.argv[1]]
        print(json.dumps(measure_one(Path(sys.argv[2]))))
        return 0
    print("  languages  pages  messages", *(f"{stage:>8}" for stage in STAGES), "ms/message    MB")
    rates, memory = [], 0.0
    for languages, pages in SIZES:
        found = measured("messages", languages, pages)
        seconds = [found[stage] for stage in STAGES]
        rates.append(1000 * sum(seconds) / found["messages"])
        memory = max(memory, found["memory"])
        print(
            f"  {languages:9}  {found['pages']:5.0f}  {found['messages']:8.0f}",
            *(f"{took:6.1f} s" for took in seconds),
            f"{rates[-1]:10.2f}  {found['memory']:4.0f}",
            flush=True,
        )
    print("  languages   HTML      site  ms/file  kB/file    MB")
    paces, site_memory = [], 0.0
    for languages, pages in SIZES:
        found = measured("site", languages, pages)
        paces.append(1000 * found["site"] / found["pages"])
        site_memory = max(site_memory, found["memory"])
        print(
            f"  {languages:9}  {found['pages']:5.0f}  {found['site']:6.1f} s  {paces[-1]:7.0f}",
            f"{1000 * found['size'] / found['pages']:8.0f}  {found['memory']:4.0f}",
            flush=True,
        )
    good = verdict("time for a message", rates[-1] / rates[0], memory)
    good &= verdict("time for a page of the site", paces[-1] / paces[0], site_memory)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
