"""The numbers of a project: from its pages, its catalogs, its glossary, its reviews and git."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from support.projects import PAGE, small_project
from tricks_site.project import Project
from tricks_site.translation import update
from tricks_site.translation.catalogs import SITE
from tricks_site.translation.progress import Figures, Part, Translated
from tricks_site.translation.same_as_english import SameAsEnglish
from tricks_site.translation.survey import TERMS, survey

INDEX = PurePosixPath("index.md")
SECOND = "---\ntitle: Second\ndescription: A second page.\n---\n\nA [link](index.md) and `code`.\n"
CSV = (
    "topic,en,nl,avoid,reason,en_forms,nl_forms,en_definition,nl_definition\n"
    "a,layer,laag,,,,,A row of neurons.,Een rij.\n"
    "a,batch size,,,,,,A number.,Een getal.\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two pages, with catalogs in which all waits."""
    root = small_project(tmp_path, {"second.md": SECOND, "index.md": PAGE})
    write_catalogs(root)
    return root


def load(root: Path) -> Project:
    project = Project.load(root)
    project.run_all()
    return project


def write_catalogs(root: Path) -> None:
    for change in update.changes(load(root)):
        update.apply(root, change)


def surveyed(root: Path) -> Translated:
    project = load(root)
    [own] = survey(project, SameAsEnglish.read(project)).languages
    return own


def part(root: Path, name: PurePosixPath) -> Part:
    return next(part for part in surveyed(root).parts if part.name == name)


def translate(root: Path, english: str, dutch: str, fuzzy: str = "") -> None:
    path = root / "translations/nl/index.po"
    text = path.read_text(encoding="utf-8")
    empty = f'msgid "{english}"\nmsgstr ""\n'
    assert empty in text
    text = text.replace(empty, f'{fuzzy}msgid "{english}"\nmsgstr "{dutch}"\n')
    path.write_text(text, encoding="utf-8")


def test_labels_first_then_pages_as_the_navigation_has_them(root: Path) -> None:
    (root / "docs/third.md").write_text(SECOND, encoding="utf-8")
    assert [str(p.name) for p in surveyed(root).parts] == [
        *("site.po", "second.md", "index.md", "third.md")
    ]


def test_translated_waiting_changed_and_words(root: Path) -> None:
    assert part(root, INDEX).figures == Figures(5, 5, 0, 2 + 3 + 2 + 3 + 3)
    translate(root, "A page", "Een pagina")
    translate(root, "One sentence.", "Een zin.", fuzzy="#, fuzzy\n")
    # Copied and forgotten, it is not translated.
    translate(root, "About a page.", "About a page.")
    found = part(root, INDEX)
    assert found.figures == Figures(5, 3, 1, 3 + 2 + 3 + 3)
    assert (found.title, found.english_title) == ("Een pagina", "A page")
    second = part(root, PurePosixPath("second.md"))
    assert (second.title, second.english_title) == ("", "Second")


def test_a_sentence_that_no_catalog_knows_yet_waits(root: Path) -> None:
    surveyed(root)
    page = root / "docs/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nNew here.\n", encoding="utf-8")
    assert part(root, INDEX).figures == Figures(6, 6, 0, 15)


def test_code_and_addresses_are_no_words(root: Path) -> None:
    # Second; A second page.; A [link](…) and `code`.
    assert part(root, PurePosixPath("second.md")).figures == Figures(3, 3, 0, 1 + 3 + 3)


def test_labels_that_a_template_gets_are_counted(root: Path) -> None:
    before = part(root, SITE).figures.total
    (root / "overrides").unlink()
    (root / "overrides").mkdir()
    (root / "overrides/a.html").write_text('{{ _("A label of its own") }}', encoding="utf-8")
    assert 0 < part(root, SITE).figures.total < before


def test_the_glossary_has_names_and_definitions(root: Path) -> None:
    (root / "translations/glossary.csv").write_text(CSV, encoding="utf-8")
    found = surveyed(root)
    assert found.terms == 1
    assert found.parts[-1] == Part(TERMS, Figures(4, 1, 0, 2))


def test_reviews_stand_with_their_page(root: Path) -> None:
    (root / "translations/reviews.yml").write_text(
        "- {language: nl, page: index.md, who: Ada, date: 2025-01-02}\n", encoding="utf-8"
    )
    assert [review.who for review in part(root, INDEX).reviews] == ["Ada"]
    assert surveyed(root).reviewed == 1
