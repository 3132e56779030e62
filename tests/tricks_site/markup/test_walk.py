"""The walk: what is a message, where its translation goes, and what it may not carry."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from bs4 import BeautifulSoup

from tricks_site.languages import Language
from tricks_site.markup.dialect import to_html
from tricks_site.markup.page import LINE, Page, Rendering
from tricks_site.translation.messages import Key, Recorder, Translation

EN, NL = Language("en", "English"), Language("nl", "Nederlands")
HEAD = "---\ntitle: T\ndescription: D\n---\n"


class Dictionary:
    """A translator that knows some messages; the others wait."""

    def __init__(self, known: dict[str | Key, str]) -> None:
        self.known = {Key(k) if isinstance(k, str) else k: v for k, v in known.items()}

    def __call__(self, key: Key, note: str) -> Translation:
        if key in self.known:
            return Translation(self.known[key], path=Path("nl.po"), line=7)
        return Translation(key.text, waiting=True)


def render(body: str, known: dict[str | Key, str] | None = None) -> tuple[BeautifulSoup, Rendering]:
    page = Page(PurePosixPath("page.md"), HEAD + body)
    translator = Recorder("page.md") if known is None else Dictionary(known)
    rendering = Rendering(page, EN if known is None else NL, translator, Recorder("page.md"), {})
    return BeautifulSoup(to_html(rendering), "html.parser"), rendering


def messages(body: str) -> list[str]:
    _, rendering = render(body)
    assert isinstance(rendering.translate, Recorder)
    return [key.text for key in rendering.translate.messages]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# A *head*\n\nTwo\nlines.\n\nAgain", ["A *head*", "Two lines.", "Again"]),
        ("A hard  \nbreak", ["A hard  \nbreak"]),
        ("- one\n- two\n    - inner", ["one", "two", "inner"]),
        ("1. loose\n\n    second paragraph\n\n2. next", ["loose", "second paragraph", "next"]),
        ("> quoted", ["quoted"]),
        ('!!! note "A title"\n\n    The body.', ["A title", "The body."]),
        ("!!! note\n\n    The body.", ["Note", "The body."]),
        ('??? question "Why?"\n\n    Because.', ["Why?", "Because."]),
        ('=== "Tab one"\n\n    Text.', ["Tab one", "Text."]),
        ("| a | b |\n|---|---|\n| `x` | word |", ["a", "b", "word"]),
        ("Term\n:   Meaning", ["Term", "Meaning"]),
        ("See[^n].\n\n[^n]: The note.", ["See[^n].", "The note."]),
        ("Before\n\n$$x^2$$\n\nAfter $x$", ["Before", "After $x$"]),
        ("$x = 1$\n\n`code`\n\n12 %", []),
        ("Before\n\n```bash\nls # comment\n```\n\nAfter", ["Before", "After"]),
        ("## Head {#id .class}\n\nText\n{: .lead }", ["Head", "Text"]),
        ("Same\n\nSame", ["Same"]),
        ("![A picture](a.png)", ["![A picture](a.png)"]),
    ],
)
def test_each_block_is_one_message(body: str, expected: list[str]) -> None:
    assert messages(body) == expected


def test_a_context_tells_equal_texts_apart_and_is_not_shown() -> None:
    body = 'Scale\n\nScale\n{: msgctxt="verb" .lead }\n'
    soup, _ = render(body, {"Scale": "Schaal", Key("Scale", "verb"): "Schalen"})
    assert [p.get_text() for p in soup.select("p")] == ["Schaal", "Schalen"]
    assert soup.select_one("p.lead").attrs == {"class": ["lead"], LINE: "7"}


def test_anchors_come_from_the_english_text() -> None:
    body = "# One *two*\n\n## One two\n\n## Own {#mine}\n\n## [Link](x.md) and `code`\n"
    known = {"One *two*": "Een *twee*", "One two": "Een twee", "Own": "Eigen"}
    english, _ = render(body)
    dutch, _ = render(body, known)
    ids = [tag["id"] for tag in english.select("h1, h2")]
    assert ids == ["one-two", "one-two_1", "mine", "link-and-code"]
    assert [tag["id"] for tag in dutch.select("h1, h2")] == ids
    assert dutch.h1.get_text().startswith("Een twee")


def test_what_waits_is_english_and_marked_so_exactly() -> None:
    body = "# Head\n\nDone\n\nWaits\n\n- outer\n    - inner\n"
    soup, rendering = render(body, {"Head": "Kop", "Done": "Klaar", "inner": "binnen"})
    marked = soup.select(".waiting")
    assert [tag.get_text() for tag in marked] == ["Waits", "outer"]
    assert all(tag["lang"] == "en" for tag in marked)
    assert soup.select_one("li li").get_text() == "binnen"
    assert not rendering.waiting_headings
    _, rendering = render(body, {})
    assert rendering.waiting_headings == {"head"}


def test_translated_markup_is_read_as_markdown() -> None:
    soup, rendering = render("A **b** [c](d.md)", {"A **b** [c](d.md)": "[C](d.md) **B** A"})
    assert not rendering.errors
    assert str(soup.p) == f'<p {LINE}="7"><a href="d.md">C</a> <strong>B</strong> A</p>'


def test_each_text_has_the_line_of_its_message_and_the_english_marks_the_same() -> None:
    body = (
        "# Head\n\n$x$\n\nDone [^n]\n\nWaits\n\n- outer\n    - inner\n\n"
        '| a | `b` |\n|---|---|\n| 1 | c |\n\n??? question "Why?"\n\n    So.\n\n[^n]: Note\n'
    )
    texts = ["Head", "Done", "Waits", "outer", "inner", "a", "c", "Why?", "So.", "Note"]
    known = {text: f"nl {text}" for text in texts if text not in ("Waits", "outer")}
    known |= {"Done [^n]": "nl Done [^n]"}
    for soup, _ in (render(body), render(body, known)):
        marked = soup.select(f"[{LINE}]")
        assert [tag.find(string=True).strip().removeprefix("nl ") for tag in marked] == texts
        assert {tag[LINE] for tag in marked} <= {"7", ""}
    assert [tag.get_text() for tag in marked if not tag[LINE]] == ["Waits", "outer"]


@pytest.mark.parametrize(
    "translated",
    [
        "x <script>alert(1)</script> `c` [l](m.md)",
        "x <b>y</b> `c` [l](m.md)",
        "<img src=x onerror=alert(1)> `c` [l](m.md)",
        "x `c` [l](javascript:alert(1))",
        "x `c` [l](m.md) [n](javascript:alert(1))",
        "x `c` [l](m.md){: onclick='alert(1)' }",
        "x `c` [l](m.md)\n{: onclick='alert(1)' }",
        "x `c` [l](other.md)",
        "x `c` l",
        "x `d` [l](m.md)",
        "x c [l](m.md)",
        "x `c` *y* [l](m.md)",
        "x `c` $y$ [l](m.md)",
        "x `c` ![l](m.md) [l](m.md)",
        "x `c` [l](m.md) <javascript:alert(1)>",
        "x `c` [l](m.md) <https://other.example>",
        "x `c` [l](m.md) <!-- comment -->",
        "x `c` [l](m.md)[^1]",
    ],
)
def test_markup_that_the_english_has_not_is_refused(translated: str) -> None:
    english = "A `c` and [l](m.md)"
    _, rendering = render(english + "\n\nElse[^1]\n\n[^1]: Note", {english: translated})
    [error] = rendering.errors
    assert (error.path, error.line) == ("nl.po", 7)
    assert "markup" in error.problem


@pytest.mark.parametrize("tag", ["## A head", "- item", "| a |\n|---|\n| cell |"])
def test_attributes_are_refused_in_every_kind_of_block(tag: str) -> None:
    text = {"## A head": "A head", "- item": "item"}.get(tag, "cell")
    for attributes in (" {: onclick=alert(1) }", " { #x onclick='alert(1)' }", "\n{: .x }"):
        soup, rendering = render(tag, {text: "vertaald" + attributes, "a": "a"})
        assert rendering.errors or not soup.select("[onclick], #x, .x")


def test_formulas_and_entities() -> None:
    english = "With $x^{-10}$ & more"
    assert render(english, {english: "Met $x^{-10}$ &amp; meer &nbsp;!"})[1].errors == []
    assert render(english, {english: "Met $x^{-1}0$ & meer"})[1].errors


def test_text_in_raw_html_is_refused_as_it_would_never_be_translated() -> None:
    _, rendering = render("Text\n\n<div>words</div>\n")
    [error] = rendering.errors
    assert error.line == 7
    assert "raw HTML" in error.problem


def test_footnotes_are_translated_and_lead_back() -> None:
    soup, rendering = render("A[^1].\n\n[^1]: Note", {"A[^1].": "B[^1].", "Note": "Noot"})
    assert not rendering.errors
    assert soup.select_one(".footnote li").get_text().strip().startswith("Noot")
    assert soup.select_one("a.footnote-backref")
    assert [tag["id"] for tag in soup.select("sup[id]")] == ["fnref:1"]


def test_what_has_no_words_stays_as_it_is() -> None:
    soup, _ = render("A[^1] and[^2].\n\n[^1]: $x^2$\n\n[^2]: `code`\n", {})
    for note in soup.select(".footnote li p"):
        # The blank that keeps the link back on the line of the note.
        assert "\xa0" in note.get_text()
    assert not soup.select(".footnote .waiting")
