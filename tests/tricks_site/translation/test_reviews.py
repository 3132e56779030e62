"""Reviews: who has read which page, and how wrong entries are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

import pytest

from tricks_site.errors import SiteError, SiteErrors
from tricks_site.languages import Language
from tricks_site.translation.reviews import FILE, Review, Reviews, read_reviews

NL, UK = Language("nl", "Nederlands"), Language("uk", "Українська")
DROPOUT = PurePosixPath("tricks/dropout.md")
PAGES = [DROPOUT, PurePosixPath("index.md")]
GOOD = "- {language: nl, page: tricks/dropout.md, who: Ada Ek, date: 2025-01-02}\n"


@pytest.fixture
def read(tmp_path: Path):
    def read_text(text: str) -> Reviews:
        (tmp_path / "translations").mkdir(exist_ok=True)
        (tmp_path / FILE).write_text(text, encoding="utf-8")
        return read_reviews(tmp_path, [NL, UK], PAGES)

    return read_text


def test_reviews_of_a_page_come_in_the_order_of_their_dates(read) -> None:
    later = GOOD.replace("Ada Ek", "Бо & Co.").replace(
        "2025-01-02}", "2025-01-01, link: 'https://h.example/~bo?a=1'}"
    )
    other = GOOD.replace("nl", "uk")
    assert read(GOOD + later + other) == {
        ("nl", DROPOUT): (
            Review("Бо & Co.", "2025-01-01", "https://h.example/~bo?a=1"),
            Review("Ada Ek", "2025-01-02"),
        ),
        ("uk", DROPOUT): (Review("Ada Ek", "2025-01-02"),),
    }


def test_no_file_and_a_file_of_comments_have_none(read, tmp_path: Path) -> None:
    assert read_reviews(tmp_path, [NL], PAGES) == {}
    assert read("# only this\n") == {}
    assert read("[]\n") == {}


def test_a_date_is_not_to_come_where_the_day_starts_first(read) -> None:
    now = datetime.now(UTC)
    first, after = (now + timedelta(hours=14)).date(), (now + timedelta(hours=38)).date()
    assert read(GOOD.replace("2025-01-02", str(first)))
    with pytest.raises(SiteErrors, match="still to come"):
        read(GOOD.replace("2025-01-02", str(after)))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("nl", "xx", "'xx' is no language that pages are translated into"),
        ("nl", "en", "'en' is no language"),
        ("dropout.md", "drop-out.md", "did you mean tricks/dropout.md"),
        ("tricks/dropout.md", "../x.md", "no page '../x.md'"),
        ("who: Ada Ek, ", "", "lacks who"),
        ("Ada Ek", "''", "lacks who"),
        ("Ada Ek", "[a]", "lacks who"),
        (", date: 2025-01-02", "", "lacks date"),
        ("2025-01-02", "2025-02-30", "'2025-02-30' is no date"),
        ("2025-01-02", "20250102", "'20250102' is no date"),
        ("2025-01-02", "yesterday", "'yesterday' is no date"),
        ("2025-01-02", "2999-01-01", "2999-01-01 is still to come"),
        ("Ada Ek", "'<b>Ada</b>'", "not a name in plain text"),
        ("Ada Ek", "'[Ada](x)'", "not a name in plain text"),
        ("Ada Ek", "'Ada &lt; Ek'", "not a name in plain text"),
        ("Ada Ek", '"Ada\\nEk"', "not a name in plain text"),
        ("Ada Ek", '"Ada\\u202eEk"', "not a name in plain text"),
        ("Ada Ek", "A" * 101, "not a name in plain text"),
        ("}", ", link: 'javascript:alert(1)'}", "'javascript:alert.1.' is no address"),
        ("}", ", link: http://host/}", "is no address"),
        ("}", ", link: 'https://host/\"x'}", "is no address"),
        ("}", ", link: [a]}", "has no link"),
        ("}", ", level: expert}", "has no level"),
        ("}", ", who: Bo}", "says something twice"),
        (GOOD, "- Ada\n", "this is no review"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(read, old: str, new: str, problem: str) -> None:
    assert old in GOOD
    other = GOOD.replace("Ada Ek", "Bo")
    with pytest.raises(
        SiteErrors, match=rf"^{FILE}:2: [^\n]*({problem}|[^\n]*\n[^\n]*{problem})"
    ) as caught:
        read(other + GOOD.replace(old, new, 1))
    assert len(caught.value.errors) == 1


def test_a_review_that_stands_there_twice(read) -> None:
    again = GOOD.replace("2025-01-02", "2025-02-03")
    with pytest.raises(SiteErrors, match=f"{FILE}:3: Ada Ek has reviewed .* says line 2"):
        read("#\n" + GOOD + again)


@pytest.mark.parametrize("text", ["a: [", "a: b\n", "text", "[" * 5000])
def test_what_is_no_list_is_named(read, text: str) -> None:
    with pytest.raises(SiteError, match=f"{FILE}"):
        read(text)
