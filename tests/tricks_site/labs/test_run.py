"""Labs run in one session, once, and what fails is told with the line of the file."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from tricks_site.errors import SiteError
from tricks_site.labs.run import run_labs
from tricks_site.markup.page import Page
from tricks_site.markup.percent import read_percent
from tricks_site.snippets.run import Report

MODULE = """\
def half(x):
    if x is None:
        raise ValueError("x must not be None")
    return x / 2
"""


class Labs:
    """A folder with a package of two modules, and its cache."""

    def __init__(self, root: Path) -> None:
        self.root = root
        package = root / "src/training_tricks"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(
            "from training_tricks.halves import half\nfrom training_tricks.other import other\n"
        )
        self.halves, self.other = package / "halves.py", package / "other.py"
        self.halves.write_text(MODULE)
        self.other.write_text("other = 1\n")
        self.counts: list[tuple[int, int]] = []

    def run(self, *texts: str) -> Report:
        self.counts.clear()
        pages = []
        for number, text in enumerate(texts):
            name = PurePosixPath(f"labs/lab-{number}.md")
            pages.append(Page(name, *read_percent(Path(f"docs/labs/lab-{number}.py"), text)))
        return run_labs(
            pages,
            root=self.root,
            cache=self.root / ".cache",
            progress=lambda done, total: self.counts.append((done, total)),
        )


@pytest.fixture
def labs(tmp_path: Path) -> Labs:
    return Labs(tmp_path)


def lab(*cells: str) -> str:
    return "\n".join(f"# %%\n{cell}\n" for cell in cells)


def printed(report: Report) -> list[str]:
    assert report.errors == []
    return [result.stdout for result in report.results.values()]


def failing(labs: Labs, *cells: str) -> SiteError:
    [error] = labs.run(lab(*cells)).errors
    return error


def test_cells_share_a_session_and_each_lab_has_its_own(labs: Labs) -> None:
    report = labs.run(lab("x = 20", "print(x + 1)"), lab("print('x' in globals())", "x = 1"))
    assert printed(report) == ["", "21\n", "False\n", ""]
    assert labs.counts == [(n, 4) for n in range(1, 5)]
    assert (report.ran, report.cached) == (2, 0)


def test_figures_belong_to_their_cell(labs: Labs) -> None:
    draw = "plt.plot([1, 2], label='{}')\nplt.legend()\nplt.show()"
    text = (
        lab("import matplotlib.pyplot as plt", draw.format("one") + "\n" + draw.format("two"))
        + "\n# %% [markdown]\n# ![One.](figure)\n#\n# ![Two.](figure)\n\n"
        + lab(draw.format("three"))
        + "\n# %% [markdown]\n# ![Three.](figure)\n"
    )
    report = labs.run(text)
    assert report.errors == []
    first, second, third = report.results.values()
    assert first.figures == ()
    assert [">one<" in second.figures[0], ">two<" in second.figures[1]] == [True, True]
    assert ">three<" in third.figures[0]


def test_joblib_gets_one_core_and_the_numbers_are_the_same_each_time(labs: Labs) -> None:
    cells = lab(
        "import joblib\nimport os\nprint(joblib.effective_n_jobs(-1), os.environ['PYTHONHASHSEED'])"
        "\nprint(os.environ['OPENBLAS_NUM_THREADS'], os.listdir())"
    )
    assert printed(labs.run(cells)) == ["1 0\n1 []\n"]


def test_text_changes_rerun_nothing(labs: Labs) -> None:
    code = "# %%\nprint(1)\n"
    labs.run(f"# %% [markdown]\n# One text.\n\n{code}")
    report = labs.run(f"# %% [markdown]\n# Another one,\n# of two lines.\n\n{code}")
    assert (report.ran, report.cached) == (0, 1)
    assert printed(report) == ["1\n"]
    assert labs.counts == []


def test_only_what_the_lab_imports_reruns_it(labs: Labs) -> None:
    text = lab("from training_tricks import half\nprint(half(4))")
    assert printed(labs.run(text)) == ["2.0\n"]
    labs.other.write_text("other = 2\n")
    assert labs.run(text).ran == 0
    labs.halves.write_text(MODULE.replace("x / 2", "x / 4"))
    assert printed(labs.run(text)) == ["1.0\n"]


def test_a_changed_cell_reruns_the_lab_and_its_old_results_leave(labs: Labs) -> None:
    labs.run(lab("print(1)", "print(2)"))
    assert printed(labs.run(lab("print(1)", "print(3)"))) == ["1\n", "3\n"]
    assert len(list((labs.root / ".cache/labs").iterdir())) == 2


def test_a_result_that_is_not_whole_does_not_count(labs: Labs) -> None:
    text = lab("print(1)", "print(2)")
    labs.run(text)
    next((labs.root / ".cache/labs").iterdir()).write_text("half a fi")
    report = labs.run(text)
    assert report.ran == 1
    assert printed(report) == ["1\n", "2\n"]


def test_another_numpy_reruns_all(labs: Labs, monkeypatch: pytest.MonkeyPatch) -> None:
    labs.run(lab("print(1)"))
    monkeypatch.setattr("tricks_site.labs.run.version", lambda name: "99")
    assert labs.run(lab("print(1)")).ran == 1


def test_a_failing_cell_is_named_with_its_line_and_the_others_are_kept(labs: Labs) -> None:
    good = lab("print(1)")
    report = labs.run(lab("x = 1", "y = 2\nz = y / 0"), good)
    [error] = report.errors
    assert (error.path, error.line) == ("docs/labs/lab-0.py", 6)
    assert error.problem == "in cell 2: the cell raised ZeroDivisionError: division by zero"
    assert [result.stdout for result in report.results.values()] == ["1\n"]
    assert labs.run(good).cached == 1


def test_the_line_is_the_innermost_one_of_the_lab(labs: Labs) -> None:
    error = failing(labs, "def f():\n    return [][1]", "print(1)\nf()")
    assert error.line == 3
    assert "in cell 2: the cell raised IndexError: list index out of range" in error.problem


def test_an_error_in_the_package_names_its_line_too(labs: Labs) -> None:
    error = failing(labs, "from training_tricks import half\n\nhalf(None)")
    assert error.line == 4
    assert "raised in src/training_tricks/halves.py:3" in error.problem
    assert error.mend == "correct the cell, or the function that it calls"


@pytest.mark.parametrize(
    ("cell", "line", "problem"),
    [
        ("x = 1\nx y", 3, "raised SyntaxError"),
        ("1 + 1", 1, "the cell shows a value that it does not print"),
        ("import sys\nprint('oh', file=sys.stderr)", 1, "writes to the error stream:\noh"),
        ("import warnings\nwarnings.warn('old')", 3, "docs/labs/lab-0.py:3: UserWarning: old"),
        ("import os\nos._exit(3)", 1, "the cell ended the kernel"),
        ("input()", 2, "raised StdinNotImplementedError"),
    ],
)
def test_what_else_cannot_be_shown(labs: Labs, cell: str, line: int, problem: str) -> None:
    error = failing(labs, cell)
    assert error.line == line
    assert problem in error.problem


def test_a_cell_that_does_not_end_is_stopped(labs: Labs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tricks_site.labs.kernel.SECONDS", 1)
    error = failing(labs, "while True:\n    pass")
    assert error.problem == "in cell 1: the cell ran for more than 1 seconds"


def test_figures_and_their_places_must_agree(labs: Labs) -> None:
    error = failing(labs, "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()")
    assert "shows 1 figure, and the page has places for 0" in error.problem


def test_a_lab_has_no_outputs_of_its_own(labs: Labs) -> None:
    text = lab("print(1)") + "\n# %% [markdown]\n# ```output\n# 1\n# ```\n"
    [error] = labs.run(text).errors
    assert error.line == 5
    assert "by itself" in error.problem
