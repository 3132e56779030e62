"""What a new language needs, from its code."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from support.projects import ROOT, small_project, tree
from tricks_site.errors import SiteError, SiteErrors
from tricks_site.files import read_text
from tricks_site.languages import FILE, Language, read_languages
from tricks_site.project import Project
from tricks_site.translation import glossary
from tricks_site.translation.catalogs import read_catalog, translations
from tricks_site.translation.new_language import (
    describe,
    new_files,
    with_columns,
    with_language,
)
from tricks_site.translation.same_as_english import SameAsEnglish
from tricks_site.translation.survey import survey
from tricks_site.translation.update import all_messages, changes
from tricks_site.upkeep import language

LIST = "# A comment.\n- {code: en, name: English}\n- {code: nl, name: Nederlands} # another\n"
TABLE = (
    "topic,en,nl,avoid,reason,en_forms,nl_forms,en_definition,nl_definition\n"
    'network,weight,"gewicht",,,weights,,"A ""number"", that multiplies.",\n'
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose folders are all its own, because a language may write into any of them."""
    small_project(tmp_path)
    (tmp_path / "overrides").unlink()
    shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    (tmp_path / glossary.FILE).write_text(TABLE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("fr", Language("fr", "Français")),
        (" FR\n", Language("fr", "Français")),
        ("fra", Language("fr", "Français")),
        ("pt_BR", Language("pt-BR", "Português (Brasil)")),
        ("pt-br", Language("pt-BR", "Português (Brasil)")),
        ("sr_latn", Language("sr-Latn", "Srpski (latinica)")),
        ("es-419", Language("es-419", "Español (Latinoamérica)")),
        ("zh_TW", Language("zh-TW", "中文 (繁體, 台灣)", "zh-Hant-TW")),
        ("ar", Language("ar", "العربية", dir="rtl")),
        ("iw", Language("he", "עברית", dir="rtl")),
        ("uz-AF", Language("uz-AF", "اوزبیک (عربی, افغانستان)", "uz-Arab-AF", "rtl")),
        ("ha", Language("ha", "Hausa")),
        ("ig", Language("ig", "Igbo")),
        ("pcm", Language("pcm", "Naijíriá Píjin")),
        ("zu", Language("zu", "isiZulu")),
        ("ka", Language("ka", "ქართული")),
    ],
)
def test_what_a_language_is_follows_from_its_code(wanted: str, expected: Language) -> None:
    assert describe(wanted) == expected


@pytest.mark.parametrize(
    "wanted",
    ["", "f", "french", "../x", "fr/..", "fr;x", "C.UTF-8", "en_US.UTF-8", "-", "ﬀ"],
)
def test_what_is_no_code_is_refused(wanted: str) -> None:
    with pytest.raises(SiteError, match="this is no code of a language"):
        describe(wanted)


def test_a_language_that_nobody_has_described_asks_for_its_name() -> None:
    with pytest.raises(SiteError, match=r'make language LANG=bbj NAME="…"'):
        describe("bbj")
    assert describe("bbj", " Ghɔmálá' ") == Language("bbj", "Ghɔmálá'")
    assert describe("bbj-arab", "X") == Language("bbj-Arab", "X", dir="rtl")


def test_a_given_name_is_taken_unless_it_is_none() -> None:
    assert describe("pcm", "Naijá") == Language("pcm", "Naijá")
    for name in ("<b>", 'a"b', "a\x07b", "{a}"):
        with pytest.raises(SiteError, match="this is no name of a language"):
            describe("fr", name)


def test_a_line_is_added_and_all_else_stays() -> None:
    arabic = Language("ar", "العربية", dir="rtl")
    assert with_language(LIST, arabic) == LIST + "- {code: ar, name: العربية, dir: rtl}\n"
    windows = LIST.replace("\n", "\r\n").removesuffix("\r\n")
    assert with_language(windows, arabic) == (
        windows + "\r\n- {code: ar, name: العربية, dir: rtl}\r\n"
    )


def test_a_code_that_yaml_takes_for_a_truth_value_stays_a_code(tmp_path: Path) -> None:
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(with_language(LIST, describe("no")), encoding="utf-8")
    assert read_languages(tmp_path)[-1] == Language("no", "Norsk")


def test_a_list_to_which_no_line_can_be_added_is_named() -> None:
    for text in ("[{code: en, name: English}]\n", "- code: en\n  name: |\n    English\n ...\n"):
        with pytest.raises(SiteError, match="no line can be added"):
            with_language(text, describe("fr"))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_columns_are_added_and_all_else_stays(start: str, end: str) -> None:
    text = start + TABLE.replace("\n", end) + end
    longer = with_columns(text, "fr")
    assert longer == start + (
        "topic,en,nl,fr,avoid,reason,en_forms,nl_forms,fr_forms,"
        "en_definition,nl_definition,fr_definition\n"
        'network,weight,"gewicht",,,,weights,,,"A ""number"", that multiplies.",,\n'
        "\n"
    ).replace("\n", end)


def test_the_columns_of_the_real_glossary_keep_what_is_in_the_others() -> None:
    text = read_text(ROOT, glossary.FILE)
    before, after = (
        list(csv.DictReader(io.StringIO(some, newline="")))
        for some in (text, with_columns(text, "fr"))
    )
    empty = {"fr": "", "fr_forms": "", "fr_definition": ""}
    assert after == [row | empty for row in before]


def test_every_message_waits_and_nothing_is_left_to_bring_up_to_date(root: Path) -> None:
    before = tree(root / "translations")
    assert language(root, "fr", "") == 0
    project = Project.load(root)
    project.run_all()
    french = project.languages[-1]
    assert french == Language("fr", "Français")
    for name, messages in all_messages(project).items():
        path = Path("translations/fr", name.with_suffix(".po"))
        catalog = read_catalog(root, path, "fr")
        assert [message.id for message in catalog if message.id] == [key.text for key in messages]
        assert translations(catalog) == {}
    assert not [change for change in changes(project) if "/fr/" in change.path.as_posix()]
    of_french = survey(project, SameAsEnglish.read(project)).of(french)
    assert of_french is not None
    assert {part.figures.percent for part in of_french.parts} == {0}
    assert of_french.terms == 0
    after = tree(root / "translations")
    assert {name for name in before if before[name] != after[name]} == {
        "languages.yml",
        "glossary.csv",
    }


def test_the_theme_gets_a_stub_where_it_does_not_speak_the_language(root: Path) -> None:
    folder = root / "overrides/partials/languages"
    before = set(folder.iterdir())
    language(root, "ar", "")
    assert set(folder.iterdir()) == before
    language(root, "ha", "")
    (stub,) = set(folder.iterdir()) - before
    assert stub.name == "ha.html"
    assert '"language": "ha"' in stub.read_text(encoding="utf-8")


def test_what_was_translated_before_is_kept(root: Path) -> None:
    language(root, "fr", "")
    path = root / "translations/fr/index.po"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            'msgid "One sentence."\nmsgstr ""', 'msgid "One sentence."\nmsgstr "Une phrase."'
        ),
        encoding="utf-8",
    )
    (root / FILE).write_text("- {code: en, name: en}\n- {code: nl, name: nl}\n", encoding="utf-8")
    (root / glossary.FILE).write_text(TABLE, encoding="utf-8")
    language(root, "fr", "")
    assert 'msgstr "Une phrase."' in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        ("en", "the pages are written in en"),
        ("en-GB", "the pages are written in en"),
        ("nl", r"languages\.yml: nl \(nl\) is one of the languages already"),
        ("NL", "is one of the languages already"),
        ("../x", "this is no code of a language"),
        ("", "this is no code of a language"),
        ("bbj", "has none for 'bbj'"),
    ],
)
def test_what_is_refused_leaves_everything_as_it_was(root: Path, wanted: str, problem: str) -> None:
    before = tree(root)
    with pytest.raises(SiteError, match=problem):
        language(root, wanted, "")
    assert tree(root) == before


def test_a_language_with_the_tag_of_another_is_that_language(root: Path) -> None:
    (root / FILE).write_text(
        "- {code: en, name: en}\n- {code: nl, name: nl}\n- {code: zh, name: 中文, tag: zh-Hans}\n",
        encoding="utf-8",
    )
    with pytest.raises(SiteError, match=r"中文 \(zh\) is one of the languages already"):
        new_files(root, describe("zh_Hans"))


def test_nothing_is_written_beside_what_is_broken(root: Path) -> None:
    (root / glossary.FILE).write_text("topic,en\n", encoding="utf-8")
    before = tree(root)
    with pytest.raises(SiteErrors, match="is missing"):
        language(root, "fr", "")
    assert tree(root) == before


def test_an_interrupted_command_leaves_everything_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Project.load(root).run_all()
    before = tree(root)
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        if target.name == FILE.name:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        language(root, "fr", "")
    assert tree(root) == before
    assert not (root / "translations/fr").exists()
