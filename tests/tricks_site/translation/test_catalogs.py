"""Catalogs are read strictly, merged without losing work, and written the same every time."""

import re
from pathlib import Path

import pytest

from tricks_site.errors import SiteError, SiteErrors
from tricks_site.translation.catalogs import (
    CatalogTranslator,
    Status,
    merge,
    new_catalog,
    read_catalog,
    write_catalog,
)
from tricks_site.translation.messages import Key, Origin

PATH = Path("nl.po")
PLAIN = Origin(files=["docs/page.md"])
ONE, TWO = Key("One paragraph about the weights."), Key("Two")


def reread(root: Path, text: str, code: str = "nl"):
    (root / PATH).write_text(text, encoding="utf-8", newline="")
    return read_catalog(root, PATH, code)


def test_a_merged_catalog_keeps_page_order_notes_and_place(tmp_path: Path) -> None:
    heading = Origin(["heading"], ["docs/page.md"])
    label = Origin(["list item", "label"], ["docs/page.md"])
    messages = {TWO: heading, ONE: PLAIN, Key("Two", "verb"): label}
    text = write_catalog(merge(new_catalog("pcm"), messages, {}))
    assert text.index('msgid "Two"') < text.index("One paragraph") < text.index('msgctxt "verb"')
    assert "#. heading\n#: docs/page.md\n" in text
    assert "#. label" in text
    assert '"Language: pcm\\n"' in text
    assert "docs/page.md:" not in text


def test_merging_twice_changes_nothing(tmp_path: Path) -> None:
    messages = {ONE: PLAIN, TWO: PLAIN}
    text = write_catalog(merge(new_catalog("nl"), messages, {ONE: "Een"}))
    again = write_catalog(merge(reread(tmp_path, text), messages, {}))
    assert again == text


def test_a_changed_sentence_becomes_fuzzy_and_keeps_the_old_translation(tmp_path: Path) -> None:
    catalog = merge(new_catalog("nl"), {ONE: PLAIN, TWO: PLAIN}, {ONE: "Een alinea", TWO: "Twee"})
    changed = Key("One paragraph about the big weights.")
    text = write_catalog(merge(catalog, {changed: PLAIN, TWO: PLAIN}, {}))
    assert '#| msgid "One paragraph about the weights."' in text
    translator = CatalogTranslator(reread(tmp_path, text), PATH)
    assert translator(changed, "").waiting
    assert translator(changed, "").text == changed.text
    assert translator(TWO, "").text == "Twee"
    assert translator.status() == Status(2, 1)


def test_a_sentence_that_is_changed_twice_keeps_the_text_that_was_translated(
    tmp_path: Path,
) -> None:
    catalog = merge(new_catalog("nl"), {ONE: PLAIN}, {ONE: "Een alinea"})
    for words in ("One paragraph about the big weights.", "One paragraph about all big weights."):
        catalog = reread(tmp_path, write_catalog(merge(catalog, {Key(words): PLAIN}, {})))
    message = catalog.get(words)
    assert message is not None
    assert (message.string, message.fuzzy) == ("Een alinea", True)
    assert message.previous_id == [ONE.text]


def test_only_a_message_that_is_gone_is_taken_for_the_former_text(tmp_path: Path) -> None:
    catalog = merge(new_catalog("nl"), {ONE: PLAIN}, {ONE: "Een alinea"})
    more = Key("One paragraph about the big weights.")
    message = merge(catalog, {ONE: PLAIN, more: PLAIN}, {}).get(more.text)
    assert message is not None
    assert not message.string


def test_a_removed_message_stays_obsolete_and_returns(tmp_path: Path) -> None:
    catalog = merge(new_catalog("nl"), {ONE: PLAIN, TWO: PLAIN}, {ONE: "Een", TWO: "Twee"})
    text = write_catalog(catalog)
    without = write_catalog(merge(catalog, {ONE: PLAIN}, {}))
    assert '#~ msgid "Two"' in without
    again = merge(reread(tmp_path, without), {ONE: PLAIN, TWO: PLAIN}, {})
    assert write_catalog(again) == text


def test_a_removed_message_without_translation_is_gone(tmp_path: Path) -> None:
    catalog = merge(new_catalog("nl"), {ONE: PLAIN, TWO: PLAIN}, {ONE: "Een"})
    assert "Two" not in write_catalog(merge(catalog, {ONE: PLAIN}, {}))


def test_the_translator_tells_the_line_in_the_catalog(tmp_path: Path) -> None:
    text = write_catalog(merge(new_catalog("nl"), {ONE: PLAIN}, {ONE: "Een"}))
    translation = CatalogTranslator(reread(tmp_path, text), PATH)(ONE, "")
    assert translation.line is not None
    assert text.splitlines()[translation.line - 1].startswith("msgid")


def test_a_message_that_waits_has_a_line_too_if_the_catalog_has_it(tmp_path: Path) -> None:
    verb = Key("Two", "verb")
    text = write_catalog(merge(new_catalog("nl"), {ONE: PLAIN, TWO: PLAIN, verb: PLAIN}, {}))
    translator = CatalogTranslator(reread(tmp_path, text), PATH)
    lines = [translator(key, "").line for key in (ONE, TWO, verb, Key("Three"))]
    assert lines[-1] is None
    starts = ['msgid "One', 'msgid "Two"', 'msgctxt "verb"\nmsgid "Two"']
    # The line of the msgid itself.
    assert lines[:-1] == [
        text[: text.index(start)].count("\n") + 1 + start.count("\n") for start in starts
    ]


def test_a_missing_catalog_is_an_empty_one(tmp_path: Path) -> None:
    assert CatalogTranslator(read_catalog(tmp_path, PATH, "nl"), PATH)(ONE, "").waiting


def test_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / PATH).write_bytes(b'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "gradi\xebnt"\n')
    with pytest.raises(SiteError, match=r"nl\.po:5: the byte 0xeb is not UTF-8"):
        read_catalog(tmp_path, PATH, "nl")


def test_a_catalog_cut_short_anywhere_is_an_error_or_waits(tmp_path: Path) -> None:
    """Whatever is cut off, no translation is shown that nobody wrote."""
    messages = {ONE: PLAIN, TWO: PLAIN}
    text = write_catalog(merge(new_catalog("nl"), messages, {ONE: "Een alinea.", TWO: "Twee"}))
    refused = 0
    for end in range(len(text)):
        try:
            catalog = reread(tmp_path, text[:end])
        except SiteErrors:
            refused += 1
            continue
        translator = CatalogTranslator(catalog, PATH)
        for key, right in ((ONE, "Een alinea."), (TWO, "Twee")):
            translation = translator(key, "")
            assert translation.waiting or translation.text == right
    assert refused > len(text) * 0.9


@pytest.mark.parametrize("bad", ["charset=latin-9", "charset=klingon"])
def test_another_charset_is_refused(tmp_path: Path, bad: str) -> None:
    text = write_catalog(new_catalog("nl")).replace("charset=utf-8", bad)
    with pytest.raises(SiteError, match=r"nl\.po:1:"):
        reread(tmp_path, text)


@pytest.mark.parametrize("date", ["", "yesterday", "9999-99-99 99:99+9999", "2026-01-01\\n more"])
def test_a_header_with_a_strange_date_is_refused(tmp_path: Path, date: str) -> None:
    text = re.sub('"PO-Revision-Date: .*\\n', "", write_catalog(new_catalog("nl")))
    header = f'"PO-Revision-Date: {date}\\n"\n"Language: nl'
    with pytest.raises(SiteError, match=r"nl\.po:1: the header is wrong"):
        reread(tmp_path, text.replace('"Language: nl', header))


def test_100_percent_means_all() -> None:
    assert Status(1000, 1).percent == 99
    assert Status(1000, 0).percent == 100
    assert Status(0, 0).percent == 100


def test_a_per_cent_sign_is_no_format(tmp_path: Path) -> None:
    key = Key("{percent}% of this page")
    text = write_catalog(merge(new_catalog("nl"), {key: PLAIN}, {}))
    assert "format" not in text
    assert write_catalog(merge(reread(tmp_path, text), {key: PLAIN}, {})) == text


def test_a_long_former_text_is_written_so_that_it_can_be_read(tmp_path: Path) -> None:
    long = Key('A sentence with a "quoted" word, ' + "and many more words " * 12 + "at its end.")
    other = Key(long.text.replace("end", "very end"))
    catalog = merge(new_catalog("nl"), {ONE: PLAIN, long: PLAIN}, {long: "Lang", ONE: "Een"})
    text = write_catalog(merge(catalog, {ONE: PLAIN, other: PLAIN}, {}))
    reread_catalog = reread(tmp_path, text)
    message = reread_catalog.get(other.text)
    assert message is not None
    assert message.fuzzy
    assert write_catalog(merge(reread_catalog, {ONE: PLAIN, other: PLAIN}, {})) == text
