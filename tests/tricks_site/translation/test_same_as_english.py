"""English text counts as a translation only where the list says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from support.projects import small_project
from tricks_site.errors import SiteError, SiteErrors
from tricks_site.project import Project
from tricks_site.translation import update
from tricks_site.translation.same_as_english import FILE, SameAsEnglish, read_entries
from tricks_site.translation.survey import survey

PAGE = "---\ntitle: Loss\ndescription: About it.\n---\n\n# Loss\n\nA. Author (2015). *A title*.\n"
NAME = PurePosixPath("page.md")
CATALOG = Path("translations/nl/page.po")
REFERENCE = "A. Author (2015). *A title*."


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str, dict[str, str]], Project]:
    """Makes a project with this list, and with these Dutch translations of its page."""

    def make(listed: str, translated: dict[str, str]) -> Project:
        root = small_project(tmp_path, {NAME.name: PAGE}, codes=("nl", "uk"))
        (root / FILE).write_text(listed, encoding="utf-8")
        for change in update.changes(Project.load(root)):
            update.apply(root, change)
        text = (root / CATALOG).read_text(encoding="utf-8")
        for english, dutch in translated.items():
            empty = f'msgid "{english}"\nmsgstr ""\n'
            assert empty in text
            text = text.replace(empty, f'msgid "{english}"\nmsgstr "{dutch}"\n')
        (root / CATALOG).write_text(text, encoding="utf-8")
        return Project.load(root)

    return make


def problems(project: Project) -> list[tuple[str, int | None, str]]:
    errors = SameAsEnglish.read(project).check(project, update.all_messages(project))
    return [(error.path, error.line, error.problem) for error in errors]


def waiting(project: Project) -> int:
    own = survey(project, SameAsEnglish.read(project)).languages[0]
    return next(part.figures.waiting for part in own.parts if part.name == NAME)


LIST = "- reason: a title\n  patterns: ['.+ \\(\\d+\\)\\. .*']\n"


def test_english_text_waits_unless_it_is_listed(project) -> None:
    made = project(LIST, {"Loss": "Loss", "About it.": "Erover.", REFERENCE: REFERENCE})
    line = (made.root / CATALOG).read_text(encoding="utf-8").split("\n").index('msgid "Loss"') + 1
    assert problems(made) == [(str(CATALOG), line, "the translation of 'Loss' is the English text")]
    assert waiting(made) == 1


def test_what_is_listed_for_the_language_is_translated(project) -> None:
    listed = f"{LIST}- reason: a Dutch word\n  languages: [nl]\n  texts: [Loss]\n"
    made = project(listed, {"Loss": "Loss", "About it.": "Erover.", REFERENCE: REFERENCE})
    assert problems(made) == []
    assert waiting(made) == 0
    same = SameAsEnglish.read(made)
    assert same.allows("nl", "Loss")
    assert not same.allows("uk", "Loss")


GLOSSARY = """\
topic,en,nl,avoid,reason,en_forms,nl_forms,en_definition,nl_definition
a,layer norm,layer norm,,,LayerNorm;layer norms,,x,x
a,norm,norm,,,,,x,x
a,layer,laag,,,layers,,x,x
"""


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("Layer norms", True),
        ("[LayerNorm](other.md), *norm*", True),
        ("norm $x_{1}$ of `layer` {count} 10 %", False),
        ("norm: $x_{1}$ `layer` {count} 10 %", True),
        ("layer", False),
        ("normal", False),
        ("SGD, Adam", True),
        ("adam", False),
        ("Use SGD", True),
        ("[Lee et al., 2017](https://host/a)", True),
        ("[Read it](https://host/a)", False),
    ],
)
def test_nothing_that_would_be_translated_may_be_left(project, text: str, allowed: bool) -> None:
    listed = r"""
- {reason: names, texts: [SGD, Adam, use]}
- {reason: a citation, patterns: ['\[[^\]]+, \d{4}\]\(https://[^)]+\)']}
"""
    made = project(listed, {})
    (made.root / "translations/glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    assert SameAsEnglish.read(Project.load(made.root)).allows("nl", text) is allowed


@pytest.mark.parametrize("translated", [{}, {"Loss": "Verlies"}])
def test_an_entry_is_needed_as_long_as_a_message_may_use_it(project, translated) -> None:
    listed = "- reason: a Dutch word\n  languages: [nl]\n  texts:\n  - Loss\n  - Gone\n"
    needless = [(4, "Loss")] * bool(translated) + [(5, "Gone")]
    assert problems(project(listed, translated)) == [
        (str(FILE), line, f"no message stays English by {text!r}") for line, text in needless
    ]


@pytest.mark.parametrize(
    ("listed", "line", "problem"),
    [
        ("- reason: a\n  texts: [b\n", 3, "not valid YAML"),
        ("- texts: [a]\n", 1, "not a group"),
        ("- reason:\n  texts: [a]\n", 1, "not a group"),
        ("- reason: a\n", 1, "not a group"),
        ("- reason: a\n  texts: b\n", 1, "not a group"),
        ("- a\n", 1, "not a group"),
        ("reason: a\n", 1, "no list"),
        ("- reason: a\n  texts:\n  - Colours: dark\n", 3, "no text"),
        ("- reason: a\n  texts: [b]\n  why: c\n", 1, "not a group"),
        ("- reason: a\n  texts: [b]\n  languages: [nl, xx]\n", 3, "'xx' is no language"),
        ("# the\n- reason: a\n  patterns: ['(']\n", 3, "no regular expression"),
    ],
)
def test_what_is_wrong_with_the_list_is_named(
    tmp_path: Path, listed: str, line: int, problem: str
) -> None:
    (tmp_path / "translations").mkdir()
    (tmp_path / FILE).write_text(listed, encoding="utf-8")
    with pytest.raises((SiteError, SiteErrors), match=f"{FILE}:{line}: .*{problem}"):
        read_entries(tmp_path, ["nl", "uk"])


def test_without_a_list_nothing_stays_english(tmp_path: Path) -> None:
    assert read_entries(tmp_path, ["nl"]) == []
