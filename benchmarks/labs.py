"""How long the labs take, all of them side by side, and each alone: `make bench`.

Nothing comes from the cache.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from tricks_site.errors import SiteError, SiteErrors
from tricks_site.labs.run import run_labs
from tricks_site.markup.page import Page
from tricks_site.project import Project
from tricks_site.snippets.process import fonts_folder, warm_fonts

ROOT = Path(__file__).parents[1]
ALL = 6 * 60  # seconds on two cores
LONG = 60  # seconds of one lab; a longer one has to say so in its first lines


def seconds(labs: list[Page]) -> float:
    """How long these labs take side by side."""
    with tempfile.TemporaryDirectory() as folder:
        warm_fonts(ROOT, fonts_folder(Path(folder)))
        start = time.perf_counter()
        report = run_labs(labs, root=ROOT, cache=Path(folder))
        took = time.perf_counter() - start
    if report.errors:
        raise SiteErrors(report.errors)
    return took


def main() -> int:
    labs = [page for page in Project.load(ROOT).pages.values() if page.cells]
    problems = []
    for lab in labs:
        took = seconds([lab])
        print(f"  {took:7.1f} s  {lab.path}", flush=True)
        if took > LONG and "minute" not in lab.cells[0].text:
            problems.append(f"{lab.path} takes {took:.0f} s: say so in its first lines")
    together = seconds(labs)
    print(f"  {together:7.1f} s  all, on {os.cpu_count()} cores (at most {ALL} s on two)")
    if together > ALL:
        problems.append(f"all labs take {together:.0f} s: fewer seeds or settings, or fewer steps")
    print(*problems, sep="\n", end="\n" * bool(problems))
    return bool(problems)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (SiteError, SiteErrors) as error:
        sys.exit(f"\n{error}")
