"""Run the labs, as far as they are new, side by side, and explain what fails."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from tricks_site.errors import SiteError
from tricks_site.labs.parts import files_used
from tricks_site.markup.page import Page
from tricks_site.snippets import svg
from tricks_site.snippets.cache import Cache, Kept, digest, key
from tricks_site.snippets.find import Snippet
from tricks_site.snippets.process import fonts_folder, warm_fonts
from tricks_site.snippets.run import MACHINERY, Progress, Report, Result, wrong_figures
from tricks_site.snippets.source import PACKAGE

if TYPE_CHECKING:
    from tricks_site.labs.kernel import Failure, LabOutcome

HERE = Path(__file__).resolve().parent
# What makes the result of a lab besides the lab.
DISTRIBUTIONS = ("ipykernel", "joblib", "matplotlib", "numpy")
COLOUR = re.compile(r"\x1b\[[\d;]*m")
IN_CELL = re.compile(r"^ *Cell In\[(\d+)\], line (\d+)", re.MULTILINE)
IN_FILE = re.compile(r"^ *File (\S+?):(\d+)", re.MULTILINE)
WARNED = re.compile(r"\S+ipykernel_\S+\.py:(\d+)")


def run_labs(
    labs: Iterable[Page], *, root: Path, cache: Path, progress: Progress | None = None
) -> Report:
    """Run the labs that are not in the cache; `progress(done, total)` counts their cells.

    The report has a result for each code cell of a lab that ran to its end.
    """
    report = Report()
    store = Cache(cache / "labs")
    names = {lab: _key(lab, root) for lab in labs}
    results = {lab: kept for lab, name in names.items() if (kept := _all_kept(store, lab, name))}
    new = [lab for lab in names if lab not in results]
    report.ran, report.cached = len(new), len(results)
    total = sum(len(lab.code_cells) for lab in new)
    counting, done = Lock(), 0

    def count() -> None:
        nonlocal done
        with counting:
            done += 1
            if progress is not None:
                progress(done, total)

    with closing(_run_all(new, root, cache, count)) as outcomes:
        for lab, outcome in outcomes:
            if outcome.failure is not None:
                report.errors.append(_explain(lab, outcome.failure, root))
                continue
            results[lab] = [
                Kept(printed, tuple(map(svg.normalize, figures)))
                for printed, figures in zip(outcome.printed, outcome.figures, strict=True)
            ]
            for index, cell in enumerate(results[lab]):
                store.put(key(names[lab], index), cell)
    store.prune(key(name, n) for lab, name in names.items() for n in range(len(lab.code_cells)))

    for lab in filter(results.__contains__, names):  # in the order asked for
        for snippet, cell in zip(lab.code_cells, results[lab], strict=True):
            report.results[snippet] = result = Result(cell.stdout, cell.figures, snippet.code)
            report.errors += [*_written_outputs(snippet), *wrong_figures(snippet, result)]
    return report


def _written_outputs(cell: Snippet) -> Iterator[SiteError]:
    if cell.output is not None:
        yield SiteError(
            cell.path,
            cell.output.line,
            "a lab shows what its cells print by itself",
            "remove this output",
        )


def _key(lab: Page, root: Path) -> str:
    """A name for all that the results of the lab depend on. Its text is no part of that."""
    package = root / "src" / PACKAGE
    code = [snippet.code for snippet in lab.code_cells]
    return key(
        digest(HERE.parent, [*MACHINERY, HERE / "kernel.py"]),
        (platform.machine(), sys.platform, sys.version),
        [version(name) for name in DISTRIBUTIONS],
        digest(package, files_used("\n".join(code), package)),
        code,
    )


def _all_kept(store: Cache, lab: Page, name: str) -> list[Kept] | None:
    """What the cells of the lab gave when they were run last; None unless all of it is there."""
    found = [store.get(key(name, index)) for index in range(len(lab.code_cells))]
    kept = [result for result in found if result is not None]
    return kept if len(kept) == len(found) else None


def _run_all(
    labs: list[Page], root: Path, cache: Path, progress: Callable[[], None]
) -> Generator[tuple[Page, LabOutcome]]:
    """Each lab with how it ended, as they end. When closed, it stops those that run."""
    if not labs:
        return
    # It takes a while to load, and a build that runs no lab does without.
    from tricks_site.labs.kernel import Kernel

    fonts = fonts_folder(cache)
    warm_fonts(root, fonts)
    kernels = {
        lab: Kernel([snippet.code for snippet in lab.code_cells], root, fonts) for lab in labs
    }
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {pool.submit(kernel.run, progress): lab for lab, kernel in kernels.items()}
        try:
            for future in as_completed(running):
                yield running[future], future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for kernel in kernels.values():
                kernel.stop()


def _explain(lab: Page, failure: Failure, root: Path) -> SiteError:
    """What is wrong, with the line of the lab's file."""
    cells = lab.code_cells
    line = cells[failure.cell].line
    problem = failure.problem
    trace = COLOUR.sub("", failure.trace)
    frames = [(int(cell), int(line)) for cell, line in IN_CELL.findall(trace)]
    if frames:
        cell, inner = frames[-1]
        line = cells[cell - 1].line + inner
    elif warned := WARNED.search(problem):
        line += int(warned[1])
        problem = WARNED.sub(f"{lab.path}:{line}", problem)
    folder = (root / "src" / PACKAGE).resolve()
    package = [
        (Path(file).resolve(), int(number))
        for file, number in IN_FILE.findall(trace)
        if Path(file).resolve().is_relative_to(folder)
    ]
    mend = "correct the cell"
    if package:
        file, number = package[-1]
        problem += f"\n  raised in {file.relative_to(root.resolve()).as_posix()}:{number}"
        mend += ", or the function that it calls"
    return SiteError(lab.path, line, f"in cell {failure.cell + 1}: {problem}", mend)
