"""The status of the translations on a page."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from bs4 import BeautifulSoup

from tricks_site.languages import Language
from tricks_site.markup.dialect import to_html
from tricks_site.markup.page import Page, Rendering
from tricks_site.translation.history import Changes
from tricks_site.translation.messages import Recorder
from tricks_site.translation.progress import Figures, Part, Progress, Translated
from tricks_site.translation.reviews import Review

EN, NL, ZH = Language("en", "English"), Language("nl", "Dutch"), Language("zh", "中文", "zh-Hans")
PARTS = (
    Part(PurePosixPath("site.po"), Figures(9)),
    Part(
        PurePosixPath("index.md"),
        Figures(200, 1, 0, 12),
        "Thuis",
        "Home",
        changes=Changes("2025-03-04", ("Ada", "Bo")),
        reviews=(Review("Cy", "2025-01-02"),),
    ),
    Part(PurePosixPath("tricks/a.md"), Figures(9, 0, 2, 7), "", "A <b>"),
    Part(PurePosixPath("glossary.csv"), Figures(2)),
)
PROGRESS = Progress(EN, (Translated(NL, PARTS, 3), Translated(ZH, PARTS[:1], 0)), 4)
ALL = "".join(
    f'```translation-status part="{part}"\n```\n\n' for part in ("languages", "next", "pages")
)


def render(
    language: Language, progress: Progress | None = PROGRESS, body: str = ALL
) -> tuple[list[BeautifulSoup], Rendering]:
    """Each part of the status, as HTML."""
    page = Page(PurePosixPath("status.md"), "---\ntitle: T\ndescription: D\n---\n" + body)
    rendering = Rendering(page, language, Recorder(""), Recorder(""), {}, progress=progress)
    return BeautifulSoup(to_html(rendering), "html.parser").select("div.status"), rendering


def cells(table: BeautifulSoup) -> list[list[str]]:
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in table.select("tr")
    ]


def links(soup: BeautifulSoup) -> list[tuple[str, str | None, str]]:
    return [(tag["href"], tag.get("lang"), tag.get_text()) for tag in soup.select("a")]


def test_all_languages_on_every_page() -> None:
    expected = [
        ["Dutch", "98%", "1", "2", "19", "3 of 4", "0 of 2", "2025-03-04 Ada , Bo"],
        ["中文", "100%", "0", "0", "0", "0 of 4", "0 of 0", ""],
    ]
    for language in (EN, NL):
        [table, _, _], rendering = render(language)
        assert rendering.errors == []
        assert cells(table)[1:] == expected
    assert links(render(EN)[0][0]) == [
        ("../nl/status/", "nl", "Dutch"),
        ("../zh/status/", "zh-Hans", "中文"),
    ]
    # In the language itself, it is no other.
    assert links(render(NL)[0][0]) == [
        ("./", None, "Dutch"),
        ("../../zh/status/", "zh-Hans", "中文"),
    ]


def test_each_page_in_its_own_language_and_links_to_them_in_english() -> None:
    _, _, pages = render(NL)[0]
    assert cells(pages)[1:] == [
        ["Menus and buttons", "100%", "0", "0", "0", "", "not committed yet"],
        [
            *("Thuis", "99%", "1", "0", "12"),
            *("2025-01-02 Cy It has changed since.", "2025-03-04 Ada , Bo"),
        ],
        ["A <b>", "77%", "0", "2", "7", "not yet", "not committed yet"],
        ["Terms of the glossary", "100%", "0", "0", "0", "", ""],
    ]
    assert links(pages) == [("../", None, "Thuis"), ("../tricks/a/", None, "A <b>")]
    [waiting] = pages.select(".waiting")
    assert (waiting.name, waiting["lang"]) == ("th", "en")
    assert links(render(EN)[0][2]) == [
        ("../nl/status/#page-by-page", "nl", "Dutch"),
        ("../zh/status/#page-by-page", "zh-Hans", "中文"),
    ]


def test_what_to_do_next() -> None:
    own = [
        "A <b>: mend what has changed in English (messages: 2, words: 7)",
        "Thuis: translate what waits (messages: 1, words: 12)",
    ]
    # Who does not read Dutch knows the page by its English title.
    english = [f"Dutch – {text}" for text in own[:1]]
    english += [f"Dutch – {own[1].replace('Thuis', 'Home')}"]
    for language, said in ((NL, own), (EN, english)):
        _, steps, _ = render(language)[0]
        assert [item.get_text() for item in steps.select("li")] == said
    assert links(render(EN)[0][1])[0] == ("../nl/tricks/a/", None, "A <b>")
    done = Progress(EN, (Translated(NL, PARTS[:1], 0),), 0)
    assert "Nothing is left to do" in render(NL, done)[0][1].get_text()


@pytest.mark.parametrize("has_guide", [True, False])
def test_whoever_is_asked_to_review_is_told_how_if_there_is_a_guide(has_guide: bool) -> None:
    part = Part(PurePosixPath("index.md"), Figures(9), "Thuis")
    progress = Progress(EN, (Translated(NL, (part,), 0),), 0, has_guide=has_guide)
    _, steps, _ = render(NL, progress)[0]
    assert [item.get_text() for item in steps.select("li")] == ["Thuis: review it"]
    [*_, last] = [address for address, _, _ in links(steps)]
    assert last == ("../translating/#review-a-page" if has_guide else "../")


@pytest.mark.parametrize(
    ("gap", "said"),
    [("shallow", "was built from a shallow clone"), ("none", "without the project's history")],
)
def test_a_gap_in_the_history_is_told_and_no_days_are_guessed(gap, said: str) -> None:
    [languages, _, pages], _ = render(NL, Progress(EN, PROGRESS.languages, 4, gap))
    assert said in languages.select_one(".notice").get_text()
    assert not languages.select("time")
    for part in (languages, pages):
        assert "Last change" not in part.get_text()
        assert "not committed yet" not in part.get_text()
    assert not render(NL)[0][0].select(".notice")


def test_names_are_text() -> None:
    hostile = "<img src=x onerror=alert(1)> {: onclick=x } *B* `c` [d](e)"
    part = Part(
        PurePosixPath("index.md"),
        Figures(1, 1),
        hostile,
        changes=Changes("2025-01-02", (hostile,)),
        reviews=(Review(hostile, "2025-01-02"),),
    )
    progress = Progress(EN, (Translated(Language("nl", hostile), (part,), 0),), 0)
    for soup in render(progress.languages[0].language, progress)[0]:
        assert not soup.select("img, em, code, [onclick], a[href=e]")
        assert hostile in soup.get_text()
    bdi = render(NL, PROGRESS)[0][0].select_one("small bdi")
    assert bdi["translate"] == "no"


def test_cells_name_their_column_and_nothing_is_a_message_or_to_be_found() -> None:
    parts, rendering = render(NL)
    for soup in parts:
        assert soup.has_attr("data-pagefind-ignore")
        labels = [tag.get_text() for tag in soup.select("thead th")]
        for row in soup.select("tbody tr"):
            assert [tag["data-label"] for tag in row.select("td")] == labels[1:]
    assert isinstance(rendering.translate, Recorder)
    assert not rendering.translate.messages


def test_without_numbers_it_is_empty() -> None:
    assert [soup.get_text() for soup in render(NL, None)[0]] == ["", "", ""]


@pytest.mark.parametrize("options", ['part="no"', "", 'part="next" sort="yes"', "part=no"])
def test_a_fence_that_names_no_part_is_refused(options: str) -> None:
    _, rendering = render(NL, body=f"# T\n\n```translation-status {options}\n```\n")
    [error] = rendering.errors
    assert error.line == 7
    assert "this fence is to name one part of the status" in error.problem
    assert "languages, next, pages" in error.mend


def test_a_page_knows_whether_it_shows_the_status() -> None:
    for body, shows in ((ALL, True), ("```text\ntranslation-status\n```\n", False)):
        assert Page(PurePosixPath("a.md"), body).shows_progress is shows
