"""Catalogs and the editors that translators use: Poedit, Weblate, and what is built on gettext."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from translate.storage.pypo import pofile

from support.projects import small_project
from tricks_site.languages import read_languages
from tricks_site.project import Project
from tricks_site.translation import update
from tricks_site.translation.catalogs import merge, new_catalog, read_catalog, write_catalog
from tricks_site.translation.messages import Key, Origin

ROOT = Path(__file__).parents[3]
CODES = [language.code for language in read_languages(ROOT)[1:]]
CATALOGS = [
    (code, path) for code in CODES for path in sorted((ROOT / "translations" / code).rglob("*.po"))
]
FILES = [path.relative_to(ROOT).as_posix() for _, path in CATALOGS]

# Filters of translate-toolkit that raise false alarms here; all others are on.
NOT_ASKED = {
    "untranslated": "what waits shows in English, and is counted",
    "unchanged": "same-as-english.yml says what may equal the English, and why",
    "numbers": "4.5 is 4,5 in Dutch and Ukrainian",
    "brackets": "a translation has the English term in brackets behind its own",
    "puncspacing": "Chinese punctuation has no blanks, and a $ is punctuation to it",
    "doublequoting": "a language has quotation marks of its own",
    "singlequoting": "an apostrophe is a quotation mark to it",
    "sentencecount": "a translator may divide a sentence; $, `0.5` and (2015) end one for it",
    "startcaps": "a sentence may start with a symbol, such as p",
    "simplecaps": "each language has its own rule, and names such as Jupyter",
    "startpunc": "a sentence may start with a link, or with {percent}",
    "endpunc": "a formula may need a colon before it",
    "doublewords": "`[0. 0. 0. 0.]`, and words that Dutch has twice in a row",
    "pythonbraceformat": "a formula has braces; those of labels are compared by Project",
    "urls": "an address ends for it only at a blank, which Chinese has not",
    "filepaths": "the slash of and/or is a path to it",
    "short": "Chinese needs fewer signs",
}

# With messages that are hard to write: long ones, with escapes, with a context.
PAGE = """\
---
title: A page
description: About a page.
---

# A page

Long: $\\\\mathrm{Var}[w]$, "quoted", `a\\\\n`, and a [link](https://example.org/very/long/address).
Then more words, until the line is so long that each editor breaks it at a place of its own.

Verb {: msgctxt=verb }

One paragraph about the weights.
"""

# gettext is no Python package. CI installs it, and .ci/run stops where it is missing.
needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="apt-get install gettext")


def run(*command: str | Path, text: str | None = None) -> str:
    done = subprocess.run(
        list(map(str, command)), input=text, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs_gettext
@pytest.mark.parametrize(("code", "path"), CATALOGS, ids=FILES)
def test_msgfmt_finds_nothing_in_the_catalogs(code: str, path: Path, tmp_path: Path) -> None:
    run("msgfmt", "--check", "--output-file", tmp_path / "page.mo", path)


@needs_gettext
@pytest.mark.parametrize("code", [*CODES, "fr", "ar", "he", "ja", "pt_BR"])
def test_msgfmt_finds_nothing_in_what_we_write(code: str, tmp_path: Path) -> None:
    one, long = Key("One about the weights"), Key('100% of {this} \\ "that"\nand ' + "more " * 40)
    origin = Origin(["heading", "label"], ["docs/page.md"])
    catalog = merge(new_catalog(code), {one: origin, long: origin}, {one: "1", long: "2\n2"})
    catalog = merge(catalog, {Key("One about all weights"): origin, Key("New", "verb"): origin}, {})
    (tmp_path / "page.po").write_text(write_catalog(catalog), encoding="utf-8")
    run("msgfmt", "--check", "--output-file", tmp_path / "page.mo", tmp_path / "page.po")


@pytest.mark.parametrize("code", CODES)
def test_pofilter_finds_nothing_in_the_catalogs(code: str, tmp_path: Path) -> None:
    excluded = [f"--excludefilter={name}" for name in NOT_ASKED]
    run(
        *(sys.executable, "-m", "translate.filters.pofilter", "--progress=none"),
        *("--nofuzzy", f"--language={code}", *excluded),
        *(ROOT / "translations" / code, tmp_path),
    )
    found = {
        path.relative_to(tmp_path).as_posix(): re.findall(r"# \(pofilter\) .*", path.read_text())
        for path in tmp_path.rglob("*.po")
    }
    assert found == {}


def by_translate_toolkit(text: str) -> str:
    """What Weblate does: it edits with translate-toolkit."""
    store = pofile.parsestring(text.encode())
    store.updateheader(x_generator="Weblate 5.17", last_translator="Somebody <some@body.example>")
    return bytes(store).decode()


def by_gettext(text: str) -> str:
    return run("msgcat", "--width=60", "-", text=text)


def by_poedit(text: str) -> str:
    """Poedit saves with gettext, and adds to the header."""
    header = '"X-Generator: Poedit 3.6\\n"\n"X-Poedit-Basepath: .\\n"\n'
    text = run("msgcat", "--width=79", "-", text=text)
    return text.replace('"MIME-Version', header + '"MIME-Version', 1)


def by_hand(text: str) -> str:
    """In the editor of a forge nobody breaks lines, and Windows ends them with two characters."""
    return re.sub(r'"\n"(?!.*\\n")', "", text).replace("\n", "\r\n")


EDITORS = [
    by_translate_toolkit,
    pytest.param(by_gettext, marks=needs_gettext),
    pytest.param(by_poedit, marks=needs_gettext),
    by_hand,
]


def content(catalog: Catalog) -> list[tuple[object, ...]]:
    """All that a catalog says, apart from its header."""
    return [
        (
            *(message.context, message.id, message.string, message.fuzzy, message.previous_id),
            *(message.auto_comments, message.locations, message.user_comments),
        )
        for message in [*catalog, *catalog.obsolete.values()]
        if message.id
    ]


@pytest.mark.parametrize("save", EDITORS)
@pytest.mark.parametrize("code", CODES)
def test_an_editor_that_saves_a_catalog_changes_no_message(
    code: str, save: Callable[[str], str], tmp_path: Path
) -> None:
    for _, path in (entry for entry in CATALOGS if entry[0] == code):
        saved = tmp_path / "page.po"
        saved.write_text(save(path.read_text(encoding="utf-8")), encoding="utf-8", newline="")
        before = content(read_catalog(ROOT, path.relative_to(ROOT), code))
        assert content(read_catalog(tmp_path, Path("page.po"), code)) == before


@pytest.mark.parametrize("save", EDITORS)
def test_what_an_editor_has_saved_is_up_to_date(save: Callable[[str], str], tmp_path: Path) -> None:
    root = small_project(tmp_path, {"page.md": PAGE}, ("nl",))
    path = root / "translations/nl/page.po"

    def pending() -> list[update.Change]:
        changes = list(update.changes(Project.load(root)))
        return [change for change in changes if change.path == path.relative_to(root)]

    def apply() -> str:
        for change in pending():
            update.apply(root, change)
        return path.read_text(encoding="utf-8")

    page = root / "docs/page.md"
    path.parent.mkdir(parents=True)
    text = re.sub(r'(msgid "(.+)"\nmsgstr) ""', r'\1 "nl \2"', apply())
    path.write_text(text, encoding="utf-8")
    page.write_text(PAGE.replace("about the weights", "about all weights"), encoding="utf-8")
    text = apply()
    assert "#, fuzzy" in text
    assert "#| msgid" in text
    path.write_text(save(text), encoding="utf-8", newline="")
    assert path.read_bytes() != text.encode()
    (change,) = pending()
    assert change.only_form
    messages = content(read_catalog(root, change.path, "nl"))
    apply()
    assert content(read_catalog(root, change.path, "nl")) == messages
    assert not pending()
    # A change of the page is more than form, however the catalog is written.
    path.write_text(save(text), encoding="utf-8", newline="")
    page.write_text(PAGE.replace("Verb", "Noun"), encoding="utf-8")
    (change,) = pending()
    assert not change.only_form


def test_weblate_finds_each_catalog_as_a_component() -> None:
    settings = json.loads((ROOT / "translations/weblate.json").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for file in FILES:
        match = re.fullmatch(settings["match"], file)
        assert match is not None
        assert re.match(settings["language_regex"], match["language"])
        found.setdefault(match["component"], set()).add(match["language"])
    assert "tricks/dropout" in found
    assert all(languages == set(CODES) for languages in found.values())
    others = [path for path in (ROOT / "translations").rglob("*") if path.suffix != ".po"]
    assert not [
        p for p in others if re.fullmatch(settings["match"], p.relative_to(ROOT).as_posix())
    ]
