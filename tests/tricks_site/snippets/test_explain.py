"""Every way in which a snippet can fail, in one run of one page."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tricks_site.errors import SiteError
from tricks_site.snippets import process

PAGE = Path("docs/page.md")
# A snippet, the line of it that is to blame (0: its fence), and what the message says.
FAILURES = {
    "raises": ("x = 0\n\n1 / x", 3, "the snippet raised ZeroDivisionError: division by zero"),
    "several lines": (
        'raise ValueError("one\\n  two\\nthree")',
        1,
        "the snippet raised ValueError: one\n  two\nthree",
    ),
    "in a function": ("def f():\n    raise KeyError(1)\n\nf()", 2, "raised KeyError: 1"),
    "while handling": (
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise OSError('second')",
        4,
        "the snippet raised OSError: second",
    ),
    "no message": ("assert False", 1, "the snippet raised AssertionError"),
    "not Python": ("x = 1\nif x:\nprint(x)", 3, "the snippet raised IndentationError"),
    "in the package": (
        "from training_tricks.halves import half\n\nhalf(None)",
        3,
        "the snippet raised ValueError: x must not be None\n"
        "  raised in src/training_tricks/halves.py:10",
    ),
    "exit": ("import sys\nsys.exit(2)", 0, "the snippet ended with exit status 2"),
    "exit with words": (
        "import sys\nsys.exit('no data')",
        0,
        "the snippet ended with exit status 1: no data",
    ),
    "warning": (
        "import warnings\n\nwarnings.warn('take care', RuntimeWarning)",
        3,
        "docs/page.md:LINE: RuntimeWarning: take care",
    ),
    "warning in the package": (
        "import warnings\nfrom training_tricks import halves\n"
        "warnings.warn_explicit('slow', RuntimeWarning, halves.__file__, 7)",
        0,
        "    src/training_tricks/halves.py:7: RuntimeWarning: slow",
    ),
    "stderr": ("import sys\nprint('log', file=sys.stderr)", 0, "to the error stream"),
    "control": (r"print('\x1b[1mbold')", 0, r"prints the character '\x1b'"),
    "carriage return": (r"print('10 %\r20 %')", 0, r"prints the character '\r'"),
}
if sys.platform != "win32":
    FAILURES["killed"] = ("import os\nos.abort()", 0, "the snippet was ended by SIGABRT")


@pytest.fixture(scope="module")
def errors(shared_project) -> dict[str, tuple[int, SiteError]]:
    """For each failure the line of its fence, and the error."""
    text, lines = "# Page\n", {}
    for name, (code, _, _) in FAILURES.items():
        text += "\n"
        lines[name] = text.count("\n") + 1
        text += f"```python\n{code}\n```\n"
    report = shared_project.run(text)
    assert report.results == {}
    assert (report.ran, report.cached) == (len(FAILURES), 0)
    again = shared_project.run(text)
    assert (again.ran, again.cached) == (len(FAILURES), 0), "a failure is not kept"
    found = iter(report.errors)
    return {name: (line, next(found)) for name, line in lines.items()}


@pytest.mark.parametrize("name", FAILURES)
def test_says_what_happened_and_where(errors, name: str) -> None:
    _, line, problem = FAILURES[name]
    fence, error = errors[name]
    assert (error.path, error.line) == ("docs/page.md", fence + line)
    assert problem.replace("LINE", str(fence + line)) in error.problem
    assert error.mend


def test_names_no_folder_of_this_machine(errors, shared_project) -> None:
    for _, error in errors.values():
        assert str(shared_project.root) not in str(error)
        assert "snippet-" not in str(error)


def test_says_that_it_was_stopped(project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SECONDS", 0.2)
    (error,) = project.run("\n```python\nwhile True:\n    pass\n```\n").errors
    assert str(error).startswith(
        "docs/page.md:2: the snippet ran for more than 0.2 seconds and was stopped"
    )
