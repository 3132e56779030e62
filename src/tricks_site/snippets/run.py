"""Run the snippets of pages, as far as they are new, and check what they give."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from textwrap import indent

from tricks_site.errors import SiteError, SiteErrors
from tricks_site.snippets import svg
from tricks_site.snippets.cache import Cache, Kept, digest, key
from tricks_site.snippets.compare import agrees, as_shown, difference
from tricks_site.snippets.explain import ended_well, explain
from tricks_site.snippets.find import Snippet
from tricks_site.snippets.process import HERE, Outcome, fonts_folder, run_program, warm_fonts
from tricks_site.snippets.source import PACKAGE, Function, read_function

# What makes the result of a program besides the program.
MACHINERY = [
    HERE / name
    for name in (
        *("process.py", "figure_backend.py", "matplotlibrc"),
        *("svg.py", "svg_merge.py", "svg_paths.py"),
    )
]
CHECK = HERE / "shown_alone.py"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Result:
    """What a snippet gives: what it prints, its figures as normalized SVG, the code to show."""

    stdout: str
    figures: tuple[str, ...]
    shown: str


@dataclass
class Report:
    """The results of a run, what failed, and how many programs ran or came from the cache.

    A snippet that failed has no result.
    """

    results: dict[Snippet, Result] = field(default_factory=dict)
    errors: list[SiteError] = field(default_factory=list)
    ran: int = 0
    cached: int = 0


@dataclass(frozen=True)
class Program:
    """Something to run: a snippet's code, or the check of a function that is shown."""

    code: str
    arguments: tuple[str, ...] = ()

    @property
    def uses_package(self) -> bool:
        return any(PACKAGE in part for part in (self.code, *self.arguments))


def results(
    snippets: Iterable[Snippet],
    *,
    root: Path,
    cache: Path,
    jobs: int | None = None,
    progress: Progress | None = None,
    prune: bool = False,
) -> dict[Snippet, Result]:
    """The results of all snippets, which are what their pages show.

    Raises SiteErrors with everything that failed or that a page shows otherwise.
    """
    report = run(snippets, root=root, cache=cache, jobs=jobs, progress=progress, prune=prune)
    errors = [*report.errors, *differences(report.results)]
    if errors:
        raise SiteErrors(errors)
    return report.results


def run(
    snippets: Iterable[Snippet],
    *,
    root: Path,
    cache: Path,
    jobs: int | None = None,
    progress: Progress | None = None,
    prune: bool = False,
) -> Report:
    """Run what is not in the cache, side by side, whatever the pages say that it prints.

    `jobs` programs run at once, by default one for each core. `progress(done, total)` is called
    after each. With `prune`, results that this run did not need leave the cache.
    """
    report = Report()
    programs: dict[Snippet, Program] = {}
    functions: dict[Snippet, Function] = {}
    for snippet in snippets:
        if snippet.no_run is not None:
            report.results[snippet] = Result("", (), snippet.code)
        elif snippet.source is None:
            programs[snippet] = Program(snippet.code)
        else:
            try:
                functions[snippet] = function = read_function(root, snippet.source)
                programs[snippet] = Program(
                    CHECK.read_text("utf-8"), (snippet.source, function.text)
                )
            except LookupError as error:
                report.errors.append(_unknown(snippet, error))

    store = Cache(cache / "snippets")
    keys = _keys(programs.values(), root)
    kept = {program: found for program in keys if (found := store.get(keys[program])) is not None}
    new = [program for program in keys if program not in kept]
    report.ran, report.cached = len(new), len(kept)
    failed: dict[Program, Outcome] = {}
    with closing(_run_all(new, root, cache, jobs)) as outcomes:
        for done, (program, outcome) in enumerate(outcomes, 1):
            if ended_well(outcome):
                kept[program] = Kept(outcome.stdout, tuple(map(svg.normalize, outcome.figures)))
                store.put(keys[program], kept[program])
            else:
                failed[program] = outcome
            if progress is not None:
                progress(done, len(new))
    if prune:
        store.prune(keys.values())

    for snippet, program in programs.items():
        shown = functions[snippet].text if snippet in functions else snippet.code
        if program in kept:
            report.results[snippet] = Result(kept[program].stdout, kept[program].figures, shown)
        elif snippet in functions:
            report.errors.append(_not_alone(snippet, functions[snippet], failed[program]))
        else:
            report.errors.append(explain(snippet, failed[program], root))
    return report


def _keys(programs: Iterable[Program], root: Path) -> dict[Program, str]:
    """Each program once, with its key in the cache."""
    package = root / "src" / PACKAGE
    files = [file for file in package.rglob("*") if file.is_file() and file.suffix != ".pyc"]
    machine = (platform.machine(), sys.platform, sys.version)
    versions = (version("numpy"), version("matplotlib"))
    common = (digest(HERE, MACHINERY), machine, versions)
    package_digest = digest(package, files)
    return {
        program: key(
            common,
            program.code,
            program.arguments,
            package_digest if program.uses_package else None,
        )
        for program in programs
    }


def _run_all(
    programs: list[Program], root: Path, cache: Path, jobs: int | None
) -> Generator[tuple[Program, Outcome]]:
    """Each program with how it ended, as they end. When closed, it starts no more."""
    fonts = fonts_folder(cache)
    if any("matplotlib" in program.code for program in programs):
        warm_fonts(root, fonts)
    with ThreadPoolExecutor(jobs or os.cpu_count()) as pool:
        running = {
            pool.submit(
                run_program, program.code, root, fonts, arguments=program.arguments
            ): program
            for program in programs
        }
        try:
            for future in as_completed(running):
                yield running[future], future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def differences(results: Mapping[Snippet, Result]) -> Iterator[SiteError]:
    """Where a page shows something else than its snippets give."""
    for snippet, result in results.items():
        printed, output = as_shown(result.stdout), snippet.output
        if output is None and printed:
            yield SiteError(
                snippet.path,
                snippet.line,
                "the page does not show what the snippet prints:\n" + indent(printed, "    "),
                "run `make accept`, which writes it to the page",
            )
        elif output is not None and not printed:
            yield SiteError(
                snippet.path,
                output.line,
                "the page shows an output, but the snippet prints nothing",
                "remove the fence, or let `make accept` do it",
            )
        elif output is not None and not agrees(output.text, printed, output.rtol):
            yield SiteError(
                snippet.path,
                output.line,
                "the snippet prints something else:\n" + difference(output, printed),
                "correct the snippet or, if what it prints is right, run `make accept`",
            )
        yield from wrong_figures(snippet, result)


def wrong_figures(snippet: Snippet, result: Result) -> Iterator[SiteError]:
    """Whether the page has a place for each figure."""
    if len(result.figures) != len(snippet.alts):
        yield SiteError(
            snippet.path,
            snippet.line,
            f"the snippet shows {_figures(len(result.figures))}, and the page has places for "
            f"{len(snippet.alts)}",
            "write for each plt.show() one paragraph ![what it shows](figure) after the "
            "snippet and its output",
        )


def _figures(count: int) -> str:
    return "1 figure" if count == 1 else f"{count} figures"


def _unknown(snippet: Snippet, error: LookupError) -> SiteError:
    return SiteError(
        snippet.path,
        snippet.line,
        f"cannot show {snippet.source}: {error.args[0]}",
        f'name a function of src/{PACKAGE}: source="{PACKAGE}.module.function"',
    )


def _not_alone(snippet: Snippet, function: Function, outcome: Outcome) -> SiteError:
    reason = outcome.stderr.strip() or "the check did not end"
    return SiteError(
        snippet.path,
        snippet.line,
        f"{snippet.source} does not work alone as it is shown: {reason}\n"
        f"  defined in {function.path.as_posix()}:{function.line}",
        "let its body use nothing but its arguments and np, and let its docstring have an example",
    )
