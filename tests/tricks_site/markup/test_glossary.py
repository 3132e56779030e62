"""The glossary on a page: one list a topic, in the page's language and beside it in the others."""

from __future__ import annotations

from pathlib import PurePosixPath

from bs4 import BeautifulSoup

from tricks_site.languages import Language
from tricks_site.markup.dialect import to_html
from tricks_site.markup.page import LINE, Page, Rendering
from tricks_site.translation.catalogs import Status
from tricks_site.translation.glossary import Entry, Glossary, Term
from tricks_site.translation.messages import Recorder

EN, NL, ZH = Language("en", "English"), Language("nl", "Dutch"), Language("zh", "中文", "zh-Hans")
GLOSSARY = Glossary(
    (EN, NL, ZH),
    (
        Term(2, "network", "weight", {"en": Entry("weight", (), "A <b>."), "nl": Entry("gewicht")}),
        Term(
            3,
            "training",
            "batch-norm",
            {
                "en": Entry("batch norm", ("norm",), "It has a `mean` of *0*."),
                "zh": Entry("批量", (), "平均。"),
            },
        ),
    ),
)
BOTH = '# G\n\n```glossary topic="network"\n```\n\n## T\n\n```glossary topic="training"\n```\n'


def render(body: str, language: Language = EN) -> tuple[BeautifulSoup, Rendering]:
    page = Page(PurePosixPath("glossary.md"), "---\ntitle: T\ndescription: D\n---\n" + body)
    recorder = Recorder("glossary.md")
    rendering = Rendering(page, language, recorder, Recorder(""), {}, GLOSSARY)
    return BeautifulSoup(to_html(rendering), "html.parser"), rendering


def test_a_term_its_definition_and_its_names_in_the_other_languages() -> None:
    soup, rendering = render(BOTH)
    assert rendering.errors == []
    one, two = soup.select("dl.terms")
    assert [(tag.name, tag.get("lang"), tag.get_text()) for tag in one.select("dt, dd")] == [
        ("dt", None, "weight"),
        ("dd", None, "A <b>."),
        ("dd", "nl", "gewicht"),
        ("dd", "zh-Hans", ""),
    ]
    assert [tag["id"] for tag in soup.select("dt")] == ["weight", "batch-norm"]
    # It is text, not Markdown.
    assert two.select("dd")[0].get_text() == "It has a `mean` of *0*."


def test_a_term_cannot_bring_attributes() -> None:
    text = "a {: onclick=alert(1) }"
    entries = {"en": Entry(text, (), text + "\n{: style=x }"), "nl": Entry(text, (), text)}
    glossary = Glossary((EN, NL), (Term(2, "network", "weight", entries),))
    page = Page(PurePosixPath("glossary.md"), '---\n---\n```glossary topic="network"\n```\n')
    for language in (EN, NL):
        rendering = Rendering(page, language, Recorder(""), Recorder(""), {}, glossary)
        soup = BeautifulSoup(to_html(rendering), "html.parser")
        assert not soup.select("[onclick], [style]")
        assert soup.select_one("dt").get_text() == text


def test_the_terms_are_no_messages() -> None:
    _, rendering = render(BOTH)
    assert isinstance(rendering.translate, Recorder)
    assert [key.text for key in rendering.translate.messages] == ["G", "T"]


def test_in_another_language_what_it_lacks_is_english_and_marked() -> None:
    soup, rendering = render(BOTH, NL)
    waiting = [(tag["lang"], tag.get_text()) for tag in soup.select(".waiting")]
    assert waiting == [("en", "A <b>."), ("en", "batch norm"), ("en", "It has a `mean` of *0*.")]
    assert [tag["id"] for tag in soup.select("dt")] == ["weight", "batch-norm"]
    assert soup.select_one("#weight").get_text() == "gewicht"
    assert rendering.terms == Status(4, 3)
    # What is missing in a third language stays empty: it is not called by its English name there.
    assert [tag.get_text() for tag in soup.select("dd[lang=zh-Hans]")] == ["", "批量"]
    assert [tag.get_text() for tag in soup.select("dd[lang=en]:not(.waiting)")] == [
        "weight",
        "batch norm",
    ]


def test_a_term_has_its_line_of_the_glossary() -> None:
    for language, lines in ((EN, ["", "", "", ""]), (NL, ["2", "2", "3", "3"])):
        soup, _ = render(BOTH, language)
        marked = soup.select(f".terms [{LINE}]")
        assert [tag.name for tag in marked] == ["dt", "dd", "dt", "dd"]
        assert [tag[LINE] for tag in marked] == lines


def problems(body: str) -> list[str]:
    _, rendering = render(body)
    return [f"{error.line}: {error.problem} {error.mend}" for error in rendering.errors]


def test_a_fence_that_names_no_topic_is_refused() -> None:
    for fence in ('topic="no"', "topic=no", "", 'topic="network" sort="yes"'):
        [problem, *_] = problems(f"# G\n\n```glossary {fence}\n```\n".replace(" \n", "\n"))
        assert problem.startswith("7: this fence is to name one topic"), fence
        assert "network, training" in problem
    [problem] = problems(BOTH.replace('work"\n', 'work"\nText\n'))
    assert problem.startswith("7: this fence is to name one topic")


def test_a_topic_that_is_left_out_is_named() -> None:
    [problem] = problems('# G\n\n```glossary topic="training"\n```\n')
    assert "the page lacks topics of the glossary: network" in problem


def test_a_page_without_glossary_needs_no_topic() -> None:
    assert problems("# G\n\n````text\n```glossary\n````\n") == []
