"""How long the programs of each page take, one after the other on one core: `make bench`.

Nothing comes from the cache. The seconds are those of the processor, so that what else the machine
does at the same time does not count.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from tricks_site.errors import SiteError, SiteErrors
from tricks_site.project import Project
from tricks_site.snippets.process import fonts_folder, warm_fonts
from tricks_site.snippets.run import run

ROOT = Path(__file__).parents[1]
LIMIT = 20  # seconds a page


def spent() -> float:
    """The processor seconds of all programs that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def main() -> int:
    slow = []
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        warm_fonts(ROOT, fonts_folder(cache))
        print("  seconds  programs  page")
        for page in Project.load(ROOT).pages.values():
            if page.cells:
                continue  # benchmarks/labs.py
            start = spent()
            report = run(page.snippets, root=ROOT, cache=cache, jobs=1)
            took = spent() - start
            if report.errors:
                raise SiteErrors(report.errors)
            print(f"  {took:7.1f}  {report.ran:8}  {page.path}", flush=True)
            if took > LIMIT:
                slow.append(f"{page.path}: its snippets take {took:.1f} s, more than {LIMIT} s")
            shutil.rmtree(cache / "snippets", ignore_errors=True)
    for problem in slow:
        print(f"{problem}\n  What to do: fewer steps, or a smaller network")
    return bool(slow)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (SiteError, SiteErrors) as error:
        sys.exit(f"\n{error}")
