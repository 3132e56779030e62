"""The lists of our own words: sorted, and each word is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.pages import LANGUAGES, ROOT
from tricks_site.errors import SiteErrors
from tricks_site.spelling.lists import FOLDER, NAMES, list_path, read_list
from tricks_site.spelling.prose import APOSTROPHES


def write(root: Path, text: str) -> Path:
    (root / FOLDER).mkdir(parents=True)
    (root / list_path("nl")).write_text(text, encoding="utf-8")
    return root


def test_words_in_sorted_parts_with_comments(tmp_path: Path) -> None:
    text = "# Terms.\nlogit\nReLU # a name\nwarm-up\n\n# English.\ndeep\n"
    assert read_list(write(tmp_path, text), "nl") == {"logit", "ReLU", "warm-up", "deep"}


def test_no_file_is_no_words(tmp_path: Path) -> None:
    assert read_list(tmp_path, "nl") == set()


def test_what_is_out_of_order_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteErrors) as caught:
        read_list(write(tmp_path, "b\na\nc\nc\n"), "nl")
    assert [(error.line, error.problem) for error in caught.value.errors] == [
        (2, "'a' stands after 'b'"),
        (4, "'c' stands after 'c'"),
    ]


@pytest.mark.parametrize("name", [NAMES, *(language.code for language in LANGUAGES)])
def test_every_word_is_used(name: str) -> None:
    """In a text that waits, too: else a changed sentence would take its words out of the list."""
    files = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "translations").rglob("*.po")]
    files += [ROOT / "translations/glossary.csv", *(ROOT / "overrides").rglob("*.html")]
    if name not in (NAMES, LANGUAGES[0].code):
        files = [path for path in files if path.suffix == ".csv" or name in path.parts]
    # A catalog breaks its lines at blanks and behind hyphens.
    used = "".join(path.read_text(encoding="utf-8") for path in files).casefold()
    used = used.replace('-"\n"', "-").translate(APOSTROPHES)
    assert sorted(word for word in read_list(ROOT, name) if word.casefold() not in used) == []
