"""The glossary: what is read, and what is refused with its line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from support.pages import LANGUAGES, ROOT
from tricks_site.errors import SiteErrors
from tricks_site.languages import Language
from tricks_site.translation.catalogs import Status
from tricks_site.translation.glossary import FILE, Entry, Glossary, read_glossary, status

EN, NL, ZH = Language("en", "English"), Language("nl", "Nederlands"), Language("zh", "中文")
COLUMNS = (
    *("topic", "en", "nl", "avoid", "reason"),
    *("en_forms", "nl_forms", "en_definition", "nl_definition"),
)
WEIGHT = {
    "topic": "network",
    "en": "weight",
    "nl": "gewicht",
    "avoid": "nl:massa;en:mass",
    "en_forms": "weights",
    "nl_forms": "gewichten;gewichtje",
    "en_definition": "A number, learned.",
    "nl_definition": 'Een "getal".',
}
NORM = {"topic": "training", "en": "Batch norm", "en_definition": "A trick."}


def text(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(root: Path, content: str) -> Glossary:
    (root / FILE).parent.mkdir(exist_ok=True)
    (root / FILE).write_text(content, encoding="utf-8")
    return read_glossary(root, [EN, NL, ZH])


def errors(root: Path, content: str) -> list[str]:
    with pytest.raises(SiteErrors) as caught:
        read(root, content)
    assert all(error.path == str(FILE) and error.mend for error in caught.value.errors)
    return [f"{error.line}: {error.problem}" for error in caught.value.errors]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_terms_are_read_with_all_their_languages(tmp_path: Path, mark: str) -> None:
    glossary = read(tmp_path, mark + text(WEIGHT, NORM))
    weight, norm = glossary.terms
    assert (weight.line, weight.topic, weight.id) == (2, "network", "weight")
    assert weight.entry(NL) == Entry("gewicht", ("gewichten", "gewichtje"), 'Een "getal".')
    assert (norm.line, norm.id) == (3, "batch-norm")
    # Without columns, a language is not translated there yet.
    assert norm.entry(NL) == norm.entry(ZH) == Entry()
    assert glossary.topics() == ["network", "training"]
    assert glossary.about("training") == [norm]


def test_a_reader_finds_a_term_by_its_forms_and_its_english_forms(tmp_path: Path) -> None:
    forms = read(tmp_path, text(WEIGHT)).forms
    assert forms(NL) == {"weight": ("gewichten", "gewichtje", "weights")}


def test_names_and_definitions_are_counted(tmp_path: Path) -> None:
    terms = read(tmp_path, text(WEIGHT, NORM)).terms
    assert status(terms, EN) == Status(4, 0)
    assert status(terms, NL) == Status(4, 2)
    assert status(terms, ZH) == Status(4, 4)


def test_a_project_without_glossary_has_no_terms(tmp_path: Path) -> None:
    assert read_glossary(tmp_path, [EN]) == Glossary((EN,))


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ((*COLUMNS, "note"), "the column 'note' is unknown"),
        ((*COLUMNS, "zh"), "the column 'zh_forms' is missing"),
        ((*COLUMNS, "de"), "the column 'de' is unknown"),
        (tuple(c for c in COLUMNS if c != "reason"), "the column 'reason' is missing"),
        (tuple(c for c in COLUMNS if c != "nl_forms"), "the column 'nl_forms' is missing"),
        ((*COLUMNS, "topic"), "the column 'topic' stands there twice"),
        ((), "the column 'topic' is missing"),
    ],
)
def test_other_columns_are_refused(tmp_path: Path, columns: tuple[str, ...], problem: str) -> None:
    assert f"1: {problem}" in errors(tmp_path, ",".join(columns) + "\n")


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"en": ""}, "en is empty"),
        ({"topic": ""}, "topic is empty"),
        ({"en_definition": " "}, "en_definition is empty"),
        ({"nl": "gewicht "}, "nl has a blank too many, or a line break: 'gewicht '"),
        ({"nl_definition": "Een\ngetal."}, "nl_definition has a blank too many"),
        ({"nl_definition": "Een\x02getal."}, "nl_definition has a control character"),
        ({"nl_forms": "a; b"}, "nl_forms has an empty entry, or a blank beside a semicolon"),
        ({"nl_forms": "a;"}, "nl_forms has an empty entry"),
        ({"nl_forms": "gewichten;gewichten"}, "'gewichten' (nl) stands there twice"),
        ({"nl_forms": "Gewicht"}, "'Gewicht' (nl) stands there twice"),
        ({"nl": ""}, "nl_forms has forms of no term"),
        ({"avoid": "nl:massa;"}, "avoid has an empty entry"),
        ({"avoid": "de:Masse"}, "avoid has 'de:Masse', which names no language"),
        ({"avoid": "massa"}, "avoid has 'massa', which names no language"),
        ({"avoid": "nl:"}, "avoid has 'nl:', which names no language of the file and a word"),
        ({"avoid": "nl: massa"}, "avoid has 'nl: massa'"),
        ({"avoid": "nl:gewichten"}, "'nl:gewichten' is to be avoided, and is the term or one"),
    ],
)
def test_a_cell_that_is_wrong(tmp_path: Path, changed: dict[str, str], problem: str) -> None:
    found = errors(tmp_path, text(NORM, WEIGHT | changed))
    assert any(error.startswith(f"3: {problem}") for error in found), found


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"en": "batch norm"}, "the term 'batch-norm' stands on line 3 already"),
        ({"en_forms": "Weights"}, "'Weights' (en) is a term or form on line 2 already"),
        ({"nl": "gewichten"}, "'gewichten' (nl) is a term or form on line 2 already"),
    ],
)
def test_a_word_means_one_thing(tmp_path: Path, changed: dict[str, str], problem: str) -> None:
    other = {"topic": "training", "en": "other", "en_definition": "Other."}
    assert errors(tmp_path, text(WEIGHT, NORM, other | changed)) == [f"4: {problem}"]


def test_rows_that_are_not_whole(tmp_path: Path) -> None:
    content = text(WEIGHT)
    assert errors(tmp_path, content + "network,a,b\n") == ["3: the line has 3 columns, not 9"]
    [unclosed] = errors(tmp_path, content + 'network,"half\n\n')
    assert unclosed.startswith("3: cannot read the rest of the file from here")


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    found = errors(tmp_path, text(WEIGHT | {"topic": ""}, WEIGHT, NORM | {"avoid": "x"}))
    assert [error.partition(":")[0] for error in found] == ["2", "3", "4"]


def test_the_glossary_of_the_site_is_right() -> None:
    assert len(read_glossary(ROOT, LANGUAGES).terms) > 100
