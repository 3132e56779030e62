"""Misspelled words of a small project: each with its place, and what may be meant."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.projects import PAGE, small_project
from tricks_site.errors import SiteErrors
from tricks_site.project import Project
from tricks_site.spelling import hunspell
from tricks_site.spelling.check import check_spelling
from tricks_site.spelling.lists import list_path
from tricks_site.translation import update

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
GLOSSARY = (
    "topic,en,nl,avoid,reason,en_forms,nl_forms,en_definition,nl_definition\n"
    "network,weight decay,weight decay,,,,,A smaller wieght.,Kleinere gewichten.\n"
)


def _has(code: str) -> bool:
    try:
        hunspell.unknown(code, [])
    except hunspell.HunspellMissingError:
        return False
    return True


needs_hunspell = pytest.mark.skipif(
    not all(map(_has, hunspell.DICTIONARIES)),
    reason="apt-get install hunspell hunspell-en-us hunspell-nl hunspell-uk",
)


def project_of(root: Path, page: str, catalogs: dict[str, str], glossary: str = "") -> Path:
    small_project(root, {"index.md": page}, tuple(catalogs))
    for code, messages in catalogs.items():
        path = root / f"translations/{code}/index.po"
        path.parent.mkdir()
        path.write_text(HEADER + messages, encoding="utf-8")
    if glossary:
        (root / "translations/glossary.csv").write_text(glossary, encoding="utf-8")
    # The labels of the site and the names in mkdocs.yml are British.
    add_words(root, "en", "Colours\nlicence\n")
    return root


def add_words(root: Path, code: str, text: str) -> None:
    path = root / list_path(code)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def check(root: Path) -> list[hunspell.HunspellMissingError]:
    project = Project.load(root)
    project.check_snippets()
    return check_spelling(project, update.all_messages(project))


def errors(root: Path) -> list[str]:
    with pytest.raises(SiteErrors) as caught:
        check(root)
    return [str(error) for error in caught.value.errors]


def test_what_is_right_has_no_errors(tmp_path: Path) -> None:
    assert {error.code for error in check(project_of(tmp_path, PAGE, {}))} <= {"en"}


@needs_hunspell
@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("title: A page", "title: A paige", 2),
        ("# A page", "# A paige", 6),
        ("One sentence.", "One sentence\nover two lines with a paige.", 9),
        ("# add two", "# paige two", 11),
        ("`code`.", "`code`.\n\n| a | b |\n|---|---|\n| c | paige-turner |", 23),
    ],
)
def test_a_misspelled_word_of_a_page(tmp_path: Path, old: str, new: str, line: int) -> None:
    assert old in PAGE
    [error] = errors(project_of(tmp_path, PAGE.replace(old, new), {}))
    assert error.startswith(f"docs/index.md:{line}: 'paige"), error
    assert "(perhaps " in error
    assert "translations/words/en.txt" in error


@needs_hunspell
def test_the_alternative_text_the_caption_and_the_labels_of_a_figure(tmp_path: Path) -> None:
    page = PAGE.replace(
        "print(1 + 1)\n```\n\n```output\n2\n```",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.xlabel('laabel')\nplt.show()\n```\n"
        '\n![A texxt.](figure "A captiion.")',
    )
    found = [error.split(" is ")[0] for error in errors(project_of(tmp_path, page, {}))]
    assert found == [
        "docs/index.md:14: 'laabel'",
        "docs/index.md:18: 'texxt'",
        "docs/index.md:18: 'captiion'",
    ]


@needs_hunspell
def test_code_output_and_references_are_left_out(tmp_path: Path) -> None:
    page = PAGE.replace("print(1 + 1)", "paige = 2\nprint(paige)").replace("`code`", "`paige`")
    page += "\n## References\n\n- A. Paige (2020). *Paiges*. [x](https://x.org)\n"
    assert check(project_of(tmp_path, page, {})) == []
    # What comes after them is read again.
    page += "\n## More\n\n- paige\n"
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    assert len(errors(project_of(tmp_path, page, {}))) == 1


@needs_hunspell
def test_a_list_makes_a_word_known_and_names_are_known_in_all_languages(tmp_path: Path) -> None:
    page = PAGE.replace("One sentence.", "Softmax and the softmax-layer's NumPy’s.")
    root = project_of(tmp_path, page, {"nl": 'msgid "A page"\nmsgstr "NumPy-pagina"\n'})
    add_words(root, "en", "Colours\nlicence\nsoftmax\n")
    add_words(root, "names", "Colab\nNumPy\n")
    assert check(root) == []


@needs_hunspell
def test_every_place_in_catalogs_and_glossary_is_told(tmp_path: Path) -> None:
    messages = (
        'msgid "A page"\nmsgstr "Een pagnia"\n\n'
        'msgid "One sentence."\nmsgstr ""\n"De zin heet zin, en is "\n"dus een pagnia."\n\n'
        '#, fuzzy\nmsgid "Another sentence with `code`."\nmsgstr "Wacht op pagnia"\n'
    )
    root = project_of(tmp_path, PAGE, {"nl": messages}, GLOSSARY)
    found = [error.split(" is ")[0] for error in errors(root)]
    assert found == [
        "translations/glossary.csv:2: 'wieght'",
        "translations/nl/index.po:6: 'pagnia'",
        "translations/nl/index.po:11: 'pagnia'",
    ]


@needs_hunspell
def test_english_terms_may_stand_in_dutch_only_as_terms(tmp_path: Path) -> None:
    glossary = GLOSSARY.replace("wieght", "weight")
    good = "Het *afnemen* (weight decay) en weight decay: een pagina."
    root = project_of(tmp_path, PAGE, {"nl": f'msgid "One sentence."\nmsgstr "{good}"\n'}, glossary)
    assert check(root) == []
    catalog = root / "translations/nl/index.po"
    catalog.write_text(f'{HEADER}msgid "A page"\nmsgstr "Een decay"\n', encoding="utf-8")
    assert "'decay' is no known word of nl" in errors(root)[0]


@needs_hunspell
def test_the_terms_of_the_glossary_and_their_forms_are_known(tmp_path: Path) -> None:
    glossary = (
        "topic,en,nl,avoid,reason,en_forms,nl_forms,en_definition,nl_definition\n"
        "network,softmax,softmaxfunctie,,,softmaxes,softmaxfuncties,Softmaxes.,Softmaxfuncties.\n"
    )
    page = PAGE.replace("One sentence.", "One softmax’s softmaxes.")
    nl = 'msgid "A page"\nmsgstr "Een softmaxfunctie"\n'
    root = project_of(tmp_path, page, {"nl": nl}, glossary)
    assert check(root) == []
    # Of that language only.
    (root / "docs/index.md").write_text(PAGE.replace("One", "Softmaxfunctie"), encoding="utf-8")
    assert len(errors(root)) == 1


@needs_hunspell
def test_the_line_is_that_of_the_translation(tmp_path: Path) -> None:
    messages = 'msgid "One sentence."\nmsgstr "Een sentence."\n'
    [error] = errors(project_of(tmp_path, PAGE, {"nl": messages}))
    assert error.startswith("translations/nl/index.po:6: 'sentence'")


@needs_hunspell
def test_ukrainian_apostrophes_and_latin_words(tmp_path: Path) -> None:
    right = "З’єднання з'єднання зʼєднання the weights"
    root = project_of(tmp_path, PAGE, {"uk": f'msgid "A page"\nmsgstr "{right}"\n'})
    assert check(root) == []
    catalog = root / "translations/uk/index.po"
    # The second has a Latin i.
    catalog.write_text(f'{HEADER}msgid "A page"\nmsgstr "wieghts вiд"\n', encoding="utf-8")
    one, two = errors(root)
    assert "'wieghts' is no known word of en" in one
    assert "'вiд' is no known word of uk" in two


def test_without_hunspell_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    root = project_of(tmp_path, PAGE, {"nl": "", "zh": ""})
    missing = [str(error) for error in check(root)]
    assert [error.split(" was ")[0] for error in missing] == [
        "the spelling of en",
        "the spelling of nl",
    ]
    assert "apt-get install hunspell hunspell-nl" in missing[1]


@needs_hunspell
def test_a_dictionary_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(hunspell.DICTIONARIES, "nl", ("xx_XX", "hunspell-xx"))
    with pytest.raises(hunspell.HunspellMissingError, match="hunspell-xx"):
        hunspell.unknown("nl", ["a"])
