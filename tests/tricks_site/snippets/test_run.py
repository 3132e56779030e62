from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import pytest

from tricks_site.errors import SiteErrors
from tricks_site.snippets import run as run_module
from tricks_site.snippets.find import read_snippets
from tricks_site.snippets.process import Outcome
from tricks_site.snippets.run import Result, differences, results

PAGE = Path("docs/page.md")
PRINTS = "```python\nprint(1 / 3)\n```\n"
PACKAGE = "```python\nfrom training_tricks.halves import half\nprint(half(3))\n```\n"
SHOWN = '```python source="training_tricks.halves.half"\n```\n'
NOT_RUN = '```python no-run="needs a GPU"\nimport cuda\n```\n'


def test_gives_what_each_snippet_gives(project) -> None:
    text = PRINTS + "```output\n0.333333333\n```\n" + SHOWN + NOT_RUN + "```python\nx = 1\n```\n"
    snippets = read_snippets(PAGE, text)
    given = results(snippets, root=project.root, cache=project.cache)
    assert [given[snippet] for snippet in snippets] == [
        Result("0.3333333333333333\n", (), "print(1 / 3)"),
        Result("", (), "def half(x):\n    # divide\n    return x / 2"),
        Result("", (), "import cuda"),
        Result("", (), "x = 1"),
    ]


def test_a_second_run_runs_nothing(project) -> None:
    text = PRINTS + PACKAGE + SHOWN + NOT_RUN
    seen: list[tuple[int, int]] = []
    first = run_module.run(
        read_snippets(PAGE, text),
        root=project.root,
        cache=project.cache,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert (first.ran, first.cached, first.errors) == (3, 0, [])
    assert seen == [(1, 3), (2, 3), (3, 3)]
    second = project.run(text)
    assert (second.ran, second.cached) == (0, 3)
    assert second.results == first.results


def test_the_same_program_runs_once(project) -> None:
    report = project.run(PRINTS + "\n" + PRINTS)
    assert (report.ran, len(report.results)) == (1, 2)


def test_runs_again_what_depends_on_a_change(project, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PRINTS + PACKAGE + SHOWN
    project.run(text)
    # Elsewhere on the page or in the project: nothing.
    moved = "# Title\n\n" + text.replace("```output", "```output rtol=1e-3")
    (project.root / "README.md").touch()
    assert project.run(moved).ran == 0
    # The package: what uses it. Any file of it, since modules import each other.
    (project.module.parent / "__init__.py").write_text("# changed\n")
    assert (report := project.run(text)).ran == 2
    assert report.errors == []
    # The code of a snippet: that one.
    assert project.run(text.replace("1 / 3", "1 / 4")).ran == 1
    # How figures look, and versions: everything.
    with monkeypatch.context() as patch:
        patch.setattr(run_module, "digest", lambda *_: "another")
        assert project.run(text).ran == 3
    for package in ("numpy", "matplotlib"):
        with monkeypatch.context() as patch:
            patch.setattr(
                run_module,
                "version",
                lambda name, package=package: "0" if name == package else version(name),
            )
            assert project.run(PRINTS).ran == 1
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version", "3.99")
        assert project.run(PRINTS).ran == 1
    assert project.run(text).ran == 0


def test_runs_again_what_is_damaged(project) -> None:
    project.run(PRINTS)
    (file,) = (project.cache / "snippets").iterdir()
    file.write_bytes(file.read_bytes()[:-9])
    report = project.run(PRINTS)
    assert report.ran == 1
    assert [result.stdout for result in report.results.values()] == ["0.3333333333333333\n"]


def test_prunes_only_when_asked(project) -> None:
    project.run(PRINTS + PACKAGE)
    project.run(PRINTS)
    assert len(list((project.cache / "snippets").iterdir())) == 2
    project.run(PRINTS, prune=True)
    assert len(list((project.cache / "snippets").iterdir())) == 1
    assert project.run(PRINTS).ran == 0


def test_runs_side_by_side(project, tmp_path: Path) -> None:
    # Each waits for the other one: a queue of one would never end.
    text = "".join(
        f"""```python
from pathlib import Path
Path({str(tmp_path / mine)!r}).touch()
while not Path({str(tmp_path / other)!r}).exists():
    pass
```
"""
        for mine, other in (("a", "b"), ("b", "a"))
    )
    report = run_module.run(
        read_snippets(PAGE, text), root=project.root, cache=project.cache, jobs=2
    )
    assert report.errors == []


def test_keeps_what_ran_before_an_interruption(project) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    text = "".join(f"```python\nprint({n})\n```\n" for n in range(6))
    snippets = read_snippets(PAGE, text)
    with pytest.raises(KeyboardInterrupt):
        run_module.run(snippets, root=project.root, cache=project.cache, jobs=1, progress=interrupt)
    report = project.run(text)
    assert report.cached == 1
    assert [result.stdout for result in report.results.values()] == [f"{n}\n" for n in range(6)]


def test_starts_nothing_after_an_interruption(project, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    stopping = threading.Event()
    shutdown = ThreadPoolExecutor.shutdown

    def run_program(code: str, *_: object, **__: object) -> Outcome:
        started.append(code)
        if len(started) > 1:
            stopping.wait()
        return Outcome(0, "", "", (), "")

    def tell_and_shut_down(pool: ThreadPoolExecutor, **options: bool) -> None:
        shutdown(pool, **{**options, "wait": False})
        stopping.set()
        shutdown(pool)

    def interrupt(*_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "run_program", run_program)
    monkeypatch.setattr(ThreadPoolExecutor, "shutdown", tell_and_shut_down)
    snippets = read_snippets(PAGE, "".join(f"```python\nprint({n})\n```\n" for n in range(6)))
    with pytest.raises(KeyboardInterrupt):
        run_module.run(snippets, root=project.root, cache=project.cache, jobs=1, progress=interrupt)
    assert len(started) <= 2


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (
            PRINTS + "\n```output\n0.334\n```\n",
            5,
            "--- the page\n+++ what the snippet prints\n@@ -6 +6 @@\n-0.334\n+0.3333333333333333",
        ),
        (PRINTS, 1, "does not show what the snippet prints:\n    0.3333333333333333"),
        ("```python\nx = 1\n```\n```output\n1\n```\n", 4, "but the snippet prints nothing"),
        ("```python\nx = 1\n```\n```output\n```\n", 4, "but the snippet prints nothing"),
        (
            "```python\nx = 1\n```\n\n![a](figure)\n",
            1,
            "the snippet shows 0 figures, and the page has places for 1",
        ),
        (
            '```python source="training_tricks.halves.hal"\n```\n',
            1,
            "cannot show training_tricks.halves.hal: src/training_tricks/halves.py has no",
        ),
        (
            '\n```python source="training_tricks.halves.helped"\n```\n',
            2,
            "training_tricks.halves.helped does not work alone as it is shown: "
            "NameError: name 'half' is not defined\n  defined in src/training_tricks/halves.py:27",
        ),
    ],
)
def test_refuses(project, text: str, line: int, problem: str) -> None:
    snippets = read_snippets(PAGE, text)
    with pytest.raises(SiteErrors) as caught:
        results(snippets, root=project.root, cache=project.cache)
    (error,) = caught.value.errors
    assert (error.path, error.line) == ("docs/page.md", line)
    assert problem in error.problem
    assert error.mend


def test_says_how_to_accept_an_output(project) -> None:
    for text in (PRINTS, PRINTS + "```output\n1\n```\n"):
        (error,) = differences(project.run(text).results)
        assert "run `make accept`" in error.mend


def test_reports_all_that_is_wrong_in_page_order(project) -> None:
    bad = "```python\n1 / 0\n```\n"
    snippets = [
        *read_snippets(Path("docs/b.md"), PRINTS + bad),
        *read_snippets(Path("docs/a.md"), bad + PRINTS),
    ]
    with pytest.raises(SiteErrors) as caught:
        results(snippets, root=project.root, cache=project.cache)
    assert [(error.path, error.line) for error in caught.value.errors] == [
        ("docs/a.md", 2),
        ("docs/a.md", 4),
        ("docs/b.md", 1),
        ("docs/b.md", 5),
    ]
