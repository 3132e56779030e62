"""Whatever a catalog holds, the page is good or the error has a name.

Catalogs come from people whom nobody knows. `make fuzz` tries many more examples than `make test`.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from support import hostile
from support.pages import ROOT, TARGETS
from tricks_site.errors import SiteError, SiteErrors
from tricks_site.labs.download import notebook
from tricks_site.languages import Language
from tricks_site.markup.dialect import to_html
from tricks_site.markup.page import LINE, Page, Rendering
from tricks_site.markup.percent import read_percent
from tricks_site.snippets.run import Result
from tricks_site.translation.catalogs import (
    CatalogTranslator,
    merge,
    new_catalog,
    read_catalog,
    translations,
    write_catalog,
)
from tricks_site.translation.collect import page_messages
from tricks_site.translation.comments import same_program
from tricks_site.translation.glossary import Entry, Glossary, Term
from tricks_site.translation.messages import Key, Origin, Recorder, Translation

PATH = Path("nl.po")
EN, NL = Language("en", "English"), Language("nl", "Nederlands")
SECONDS = 2


@contextmanager
def in_time() -> Iterator[None]:
    """Stop what takes the processor for too long, however busy the machine is otherwise."""

    def stop(*_: object) -> None:
        raise AssertionError(f"it hangs: more than {SECONDS} s")

    former = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


def excerpt(path: Path) -> bytes:
    """The header and the first messages of a catalog: an example is read in milliseconds."""
    return b"\n\n".join(path.read_bytes().split(b"\n\n")[:8]) + b"\n"


CATALOGS = [
    excerpt(ROOT / "translations" / language.code / name)
    for language in TARGETS
    for name in ("index.po", "site.po")
]
TOKENS = [
    *(b'"', b"\\", b"\n", b"\r", b"\t", b"\0", b"\xff", b"\xc3", b"\xe2\x80\xa8", b"\xc2\x85"),
    *(b"msgid", b'msgstr ""\n', b'msgctxt "a"\n', b'msgid ""\nmsgstr ""\n', b'msgid_plural "b"\n'),
    *(b"msgstr[0] ", b"#~ ", b"#| ", b"#, fuzzy\n", b"#: a.md:x\n", b"#: \n", b"#~| ", b"#"),
    *(b"charset=utf-16\\n", b"charset=\\n", b"Plural-Forms: nplurals=9999999999; plural=n\\n"),
    *(b"Language: xx_YY\\n", b"PO-Revision-Date: 9999-99-99 99:99+9999\\n", b"\xef\xbb\xbf"),
    *(b"Content-Type: text/plain\\n", b"Content-Transfer-Encoding: x\\n", b"\\x41", b"\\\\n"),
    *(b"\xe2\x81\xa8", b"#: \xe2\x81\xa8a b\n", b"%s", b"{}", b":\\n"),
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A catalog of ours with bytes put in, taken out, replaced and repeated."""
    data = draw(st.sampled_from(CATALOGS))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from((0, 0, 1, 5, 40, 400))))
        new = draw(
            st.one_of(
                st.sampled_from(TOKENS),
                st.binary(max_size=4),
                st.integers(0, len(data)).map(lambda at, data=data: data[at : at + 80]),
            )
        )
        data = data[:start] + new + data[end:]
    return data


@settings(max_examples=10 * settings.default.max_examples)
@given(damaged() | st.binary(max_size=300))
def test_any_bytes_are_a_catalog_or_an_error_with_a_place(data: bytes) -> None:
    with TemporaryDirectory() as folder, in_time():
        root = Path(folder)
        (root / PATH).write_bytes(data)
        try:
            catalog = read_catalog(root, PATH, "nl")
        except (SiteError, SiteErrors) as error:
            for one in getattr(error, "errors", [error]):
                assert (one.path, bool(one.line and one.problem and one.mend)) == ("nl.po", True)
            return
        known = translations(catalog)
        assert all(isinstance(text, str) for text in known.values())
        # And what is merged and written is as sound, and soon the same each time.
        messages = {key: Origin(files=["docs/page.md"]) for key in known}
        written = []
        for _ in range(3):
            written.append(write_catalog(merge(catalog, messages, {})))
            (root / PATH).write_text(written[-1], encoding="utf-8", newline="")
            catalog = read_catalog(root, PATH, "nl")
            assert translations(catalog) == known
        assert written[1] == written[2]


FIGURE = '<svg class="figure" viewBox="0 0 9 9"><text x="1">epoch</text></svg>'
PAGE = Page(PurePosixPath("page.md"), hostile.PAGE)
LAB = Page(PurePosixPath("labs/lab.md"), *read_percent(Path("docs/labs/lab.py"), hostile.LAB))
RESULTS = {
    snippet: Result("1\n", (FIGURE,) if snippet.alts else (), snippet.code)
    for snippet in (*PAGE.snippets, *LAB.snippets)
}
ENGLISH = Glossary((EN, NL), (Term(2, "network", "a", {"en": Entry("weight", (), "One.")}),))
MESSAGES = list(page_messages(PAGE, RESULTS, ENGLISH, EN))
LAB_MESSAGES = list(page_messages(LAB, RESULTS, ENGLISH, EN))


class Markup(HTMLParser):
    """Every element with its attributes, less what is there to be read."""

    READ = ("alt", "title", "aria-label", "lang")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[tuple[str, str, str | None]] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # How long the translations are decides on which lines they stand.
        attrs = [(n, "7" if n == LINE and str(v).isdigit() else v) for n, v in attrs]
        self.found |= {(tag, "", ""), *((tag, n, v) for n, v in attrs if n not in self.READ)}

    def handle_comment(self, data: str) -> None:
        self.found.add(("!", "", data))

    handle_decl = handle_pi = unknown_decl = handle_comment


def render(known: dict[Key, str], term: str = "", page: Page = PAGE) -> tuple[str, Rendering]:
    """The page with these translations, by way of a catalog as a file."""
    with TemporaryDirectory() as folder:
        catalog = merge(new_catalog("nl"), {key: Origin() for key in known}, known)
        (Path(folder) / PATH).write_text(write_catalog(catalog), encoding="utf-8")
        catalog = read_catalog(Path(folder), PATH, "nl")
    entries = {"en": Entry("weight", (), "One."), "nl": Entry(term, (), term)}
    glossary = Glossary((EN, NL), (Term(2, "network", "a", entries),))
    translator = CatalogTranslator(catalog, PATH)
    rendering = Rendering(page, NL, translator, Recorder(""), RESULTS, glossary)
    rendering.front_matter()
    return to_html(rendering), rendering


WAITING = {("class", "waiting"), ("class", "c1 waiting")}
ALLOWED = Markup(render({})[0]).found | Markup(render({key: key.text for key in MESSAGES})[0]).found


@st.composite
def hostile_text(draw: st.DrawFn, english: str) -> str:
    """A translation made of the English, of what does harm elsewhere, and of anything."""
    # What cannot stand in a catalog, another test sees to.
    anything = st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=5
    )
    parts = (
        st.sampled_from(hostile.FRAGMENTS) | anything | st.just(english) | st.sampled_from(english)
    )
    text = "".join(draw(st.lists(parts, min_size=1, max_size=4)))
    times = draw(st.sampled_from((1, 1, 1, 1, 2, 10, 300)))
    return text * times


@st.composite
def hostile_messages(draw: st.DrawFn, messages: list[Key] = MESSAGES) -> dict[Key, str]:
    keys = draw(st.lists(st.sampled_from(messages), min_size=1, max_size=12, unique=True))
    return {key: draw(hostile_text(key.text)) for key in keys}


@settings(max_examples=3 * settings.default.max_examples)
@given(hostile_messages(), hostile_text("weight"))
def test_no_translation_brings_markup_into_a_page(known: dict[Key, str], term: str) -> None:
    with in_time():
        try:
            html, rendering = render(known, term)
        except SiteErrors:  # of a catalog that the other test is about
            return
    for error in rendering.errors:
        assert error.path == "nl.po"
        assert error.line
    # Where a translation is refused, the page has the English text.
    assert Markup(html).found <= ALLOWED
    assert "\x02" not in html
    assert "\x03" not in html


def in_jupyter(rendering: Rendering) -> tuple[str, str]:
    """The text of the notebook as Jupyter shows it, and its code."""
    cells = json.loads(notebook(rendering, ".", lambda name: f"https://site.example/{name}"))[
        "cells"
    ]
    kinds = {
        kind: ["".join(cell["source"]) for cell in cells if cell["cell_type"] == kind]
        for kind in ("markdown", "code")
    }
    reader = MarkdownIt("commonmark").enable("table")
    return "\n".join(map(reader.render, kinds["markdown"])), "\n".join(kinds["code"][1:])


ALLOWED_IN_JUPYTER = Markup(in_jupyter(render({}, page=LAB)[1])[0]).found


@settings(max_examples=3 * settings.default.max_examples)
@given(hostile_messages(LAB_MESSAGES))
@example({Key("item"): "##"})
@example({Key("item"): "-"})
@example({Key("item"): "1."})
def test_no_translation_brings_markup_or_code_into_a_notebook(known: dict[Key, str]) -> None:
    with in_time():
        try:
            _, rendering = render(known, page=LAB)
        except SiteErrors:
            return
        text, code = in_jupyter(rendering)
    for error in rendering.errors:
        assert error.path == "nl.po"
        assert error.line
    assert Markup(text).found <= ALLOWED_IN_JUPYTER
    assert text.count("$") == 2
    [cell] = LAB.code_cells
    assert same_program(code, cell.code)


@pytest.mark.parametrize("sign", ["[", "![", "[^", "<![CDATA[", "*", "`", "a "])
def test_no_translation_hangs_the_build(sign: str) -> None:
    """Not even one that a catalog could not hold, because its lines are too long."""
    key = next(key for key in MESSAGES if key.text.startswith("One **bold**"))

    def translate(asked: Key, note: str) -> Translation:
        return Translation(sign * 20_000 if asked == key else asked.text, path=PATH, line=1)

    with in_time():
        rendering = Rendering(PAGE, NL, translate, Recorder(""), RESULTS, ENGLISH)
        to_html(rendering)
    [error] = rendering.errors
    assert "the English" in error.problem


@pytest.mark.parametrize("form", ['msgid "{}"\nmsgstr ""', '#~ msgid "{}"\n#~ msgstr ""', "# {}"])
@pytest.mark.parametrize("sign", ["[", "a", "-", "[ ", "a-"])
def test_no_catalog_hangs_an_update(tmp_path: Path, form: str, sign: str) -> None:
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    text = form.format(sign * 20_000) + '\nmsgid "One"\nmsgstr "Een"\n'
    (tmp_path / PATH).write_text(header + text, encoding="utf-8")
    with in_time():
        try:
            catalog = read_catalog(tmp_path, PATH, "nl")
        except SiteErrors:
            return
        write_catalog(merge(catalog, {Key("One"): Origin()}, {}))
