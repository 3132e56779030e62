"""The checks of a whole project: where a finding is, what is a warning, and what is excepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.projects import small_project
from tricks_site.checking.catalogs import Findings, check_catalogs
from tricks_site.checking.rules import rules_path
from tricks_site.project import Project
from tricks_site.translation import update

PAGE = "---\ntitle: A page\ndescription: D.\n---\n\n# A page\n\nIt is *not* 5.\n"
CATALOG = Path("translations/nl/page.po")
RULES = "negation: [not, niet]\n"
EXCEPTION = """\
exceptions:
  - message: It is
    finding: {finding}
    reason: For the test.
"""


@pytest.fixture
def check(tmp_path: Path):
    """Checks a project whose page has this Dutch translation, with this file for Dutch."""

    def run(translated: str, rules: str = RULES) -> Findings:
        root = small_project(tmp_path, {"page.md": PAGE})
        (root / "translations/checks").mkdir()
        (root / rules_path("en")).write_text(RULES, encoding="utf-8")
        (root / rules_path("nl")).write_text(rules, encoding="utf-8")
        for change in update.changes(Project.load(root)):
            update.apply(root, change)
        text = (root / CATALOG).read_text(encoding="utf-8")
        empty = 'msgid "It is *not* 5."\nmsgstr ""\n'
        assert empty in text
        (root / CATALOG).write_text(
            text.replace(empty, f'msgid "It is *not* 5."\nmsgstr "{translated}"\n'),
            encoding="utf-8",
        )
        project = Project.load(root)
        return check_catalogs(project, update.all_messages(project))

    return run


def problems(found: list) -> list[str]:
    return [error.problem.partition(": ")[2] for error in found]


def test_a_good_translation(check) -> None:
    assert check("Het is *niet* 5.") == Findings([], [])


def test_errors_and_warnings_have_their_place(check) -> None:
    findings = check("Het is *wel* 6.")
    assert problems(findings.errors) == [
        "it lacks 5 of the English",
        "it has 6, which the English has not",
    ]
    [warning] = findings.warnings
    assert warning.problem == "'Het is *wel* 6.': it has 0 negations, the English 1"
    assert (warning.path, warning.line) == (str(CATALOG), findings.errors[0].line)
    assert warning.line is not None
    assert warning.mend


def test_markup_is_checked_as_it_is_rendered(check) -> None:
    [error] = check("Het is niet 5.").errors
    assert "it lacks <em> of the English" in error.problem


def test_what_waits_is_not_checked(check) -> None:
    assert check("") == Findings([], [])


def test_an_exception_allows_exactly_one_finding(check) -> None:
    rules = RULES + EXCEPTION.format(finding="it has 0 negations, the English 1")
    findings = check("Het is *wel* 6.", rules)
    assert len(findings.errors) == 2
    assert findings.warnings == []


def test_a_needless_exception_is_an_error(check) -> None:
    [error] = check("Het is *niet* 5.", RULES + EXCEPTION.format(finding="gone")).errors
    assert (error.path, error.line) == (str(rules_path("nl")), 3)
    assert "no translation needs the exception" in error.problem
