"""The files of the languages: what is read, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.pages import LANGUAGES, ROOT
from tricks_site.checking.rules import Allowed, read_rules, rules_path
from tricks_site.errors import SiteError, SiteErrors

GOOD = """\
length: 1.2
negation: [no, not]
directions:
  - more: [meer]
    less: [minder]
numbers:
  2: [twee]
exceptions:
  - message: One
    finding: two
    reason: three
"""


def write(root: Path, text: str) -> None:
    (root / rules_path("nl")).parent.mkdir(parents=True)
    (root / rules_path("nl")).write_text(text, encoding="utf-8")


def test_all_words_are_text(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    rules = read_rules(tmp_path, "nl")
    assert rules.words == [
        ("no", "negation"),
        ("not", "negation"),
        ("twee", "2"),
        ("meer", "more"),
        ("minder", "less"),
    ]
    assert rules.length == 1.2
    assert rules.exceptions == (Allowed(9, "One", "two"),)


@pytest.mark.parametrize("text", [None, "", "# French for `make check`.\n"])
def test_a_language_may_have_no_words_yet(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        write(tmp_path, text)
    assert read_rules(tmp_path, "nl").words == []


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("negation: [a\n", 2, "not valid YAML"),
        ("negations: [a]\n", 1, "'negations' is no field"),
        ("a\n", 1, "names and values are missing"),
        ("\nnegation: a\n", 2, "this is no list"),
        ("length: long\n", 1, "'long' is no number"),
        ("english_runs: yes\n", 1, "'yes' is neither true nor false"),
        ("directions:\n  - more: [a]\n", 2, "a direction has two sides"),
        ("style:\n  - {pattern: '(', mend: a}\n", 2, "this is no regular expression"),
        ("exceptions:\n  - {message: a, finding: b}\n", 2, "this group is not whole"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, line: int, problem: str) -> None:
    write(tmp_path, text)
    with pytest.raises((SiteError, SiteErrors), match=f"{rules_path('nl')}:{line}: .*{problem}"):
        read_rules(tmp_path, "nl")


def test_the_languages_have_the_same_directions() -> None:
    names = [
        [tuple(direction) for direction in read_rules(ROOT, language.code).directions]
        for language in LANGUAGES
    ]
    assert all(of_language == names[0] for of_language in names)
