"""Say to a person why a snippet failed, in terms of the page and the package."""

from __future__ import annotations

import re
import signal
from pathlib import Path
from textwrap import indent

from tricks_site.errors import SiteError
from tricks_site.snippets import process
from tricks_site.snippets.find import Snippet
from tricks_site.snippets.process import Outcome
from tricks_site.snippets.source import PACKAGE

FRAME = re.compile(r'^ +File "(?P<file>.+?)", line (?P<line>\d+)', re.MULTILINE)
LAST_TRACEBACK = re.compile(r".*^Traceback \(most recent call last\):$", re.DOTALL | re.MULTILINE)
EXCEPTION = re.compile(r"^[\w.<>]+(?::|$).*", re.DOTALL | re.MULTILINE)
WARNED = re.compile(r"(?<=snippet\.py:)\d+(?=: )")
CONTROL = re.compile(r"[^\n\t\x20-\x7e\xa0-\U0010ffff]")


def ended_well(outcome: Outcome) -> bool:
    """Whether what the program gave can be shown; `explain` says why not."""
    return not (outcome.status != 0 or outcome.stderr.strip() or CONTROL.search(outcome.stdout))


def explain(snippet: Snippet, outcome: Outcome, root: Path) -> SiteError:
    """What is wrong with a snippet that did not end well."""
    if outcome.status is None:
        return SiteError(
            snippet.path,
            snippet.line,
            f"the snippet ran for more than {process.SECONDS} seconds and was stopped",
            "make it do less",
        )
    if outcome.status:
        return _failed(snippet, outcome, root)
    if outcome.stderr.strip():
        warned = WARNED.search(outcome.stderr)
        return SiteError(
            snippet.path,
            snippet.line + (int(warned[0]) if warned else 0),
            "the snippet writes to the error stream, which the page does not show:\n"
            + indent(_for_page(outcome.stderr.strip(), snippet, outcome, root), "    "),
            "change the snippet so that it causes no warning",
        )
    control = CONTROL.search(outcome.stdout)
    return SiteError(
        snippet.path,
        snippet.line,
        f"the snippet prints the character {control and control[0]!r}, which no page can show",
        "print text only",
    )


def _failed(snippet: Snippet, outcome: Outcome, root: Path) -> SiteError:
    trace = LAST_TRACEBACK.sub("", outcome.stderr, count=1)
    frames = [(Path(match["file"]), int(match["line"])) for match in FRAME.finditer(trace)]
    own = [line for file, line in frames if file.name == "snippet.py"]
    folder = (root / "src" / PACKAGE).resolve()
    package = [(file, line) for file, line in frames if file.is_relative_to(folder)]
    exception = EXCEPTION.search(trace)
    if exception:
        problem = "the snippet raised " + exception[0].strip()
    elif outcome.status is not None and outcome.status < 0:
        problem = f"the snippet was ended by {signal.Signals(-outcome.status).name}"
    else:
        problem = f"the snippet ended with exit status {outcome.status}"
        if outcome.stderr.strip():
            problem += f": {outcome.stderr.strip()}"
    problem = _for_page(problem, snippet, outcome, root)
    mend = "correct the snippet"
    if package:
        file, line = package[-1]
        problem += f"\n  raised in {file.relative_to(root.resolve()).as_posix()}:{line}"
        mend += ", or the function that it calls"
    return SiteError(snippet.path, snippet.line + (own[-1] if own else 0), problem, mend)


def _for_page(text: str, snippet: Snippet, outcome: Outcome, root: Path) -> str:
    """The text with the files and lines that the person knows."""

    def on_page(match: re.Match[str]) -> str:
        return f"{snippet.path}:{int(match[1]) + snippet.line}"

    own = re.escape(outcome.folder) + r"[/\\]snippet\.py"
    text = re.sub(own + r":(\d+)", on_page, text)
    return text.replace(f"{root.resolve()}/", "")
