"""The doors of a translated page: the English of each text, and its line in the catalog."""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page, expect

from support.axe import NO_COLOURS, ONLY_COLOURS, violations
from support.build import ADDRESSES
from support.opened import SETTLED
from support.pages import PAGES, SOURCE, TARGETS, BuiltPage
from support.server import serve

ROOT = Path(__file__).parents[2]
TRANSLATED = [page for page in PAGES if page.language != SOURCE]
LESSON = next(page for page in TRANSLATED if page.name.startswith("tricks/"))
EDIT = f"{ADDRESSES['REPO_URL']}/edit/main/"
# What may stand in a text beside its own words; as in docs/assets/doors.js.
BLOCKS = "[data-line], ul, ol, dl, p, div, pre, table, figure, details, blockquote"
SWITCH = "button[role=switch]"


def texts(site: Path, built: BuiltPage) -> list[Tag]:
    html = (site / built.path / "index.html").read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser").select("article [data-line]")


def english_of(built: BuiltPage) -> BuiltPage:
    return next(page for page in PAGES if page.name == built.name and page.language == SOURCE)


def own_letters(text: Tag) -> str:
    """The letters of a text, without blocks that stand in it, formulas and what the site adds."""
    if text.name == "svg":
        return letters(text["aria-label"])
    block = next((child for child in text.select(BLOCKS) if child.parent is text), None)
    for after in [block, *block.next_siblings] if block else ():
        after.extract()
    for added in text.select(".headerlink, .footnote-backref, sup, math"):
        added.extract()
    return letters(text.get_text())


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def message_letters(message: str) -> str:
    """The letters of a message that a reader reads outside of formulas."""
    codes: list[str] = []

    def keep(code: re.Match[str]) -> str:
        codes.append(code[1])
        return "\0"

    message = re.sub(r"(?<!`)`([^`]+)`", keep, message)
    message = re.sub(r"\$[^$]+\$|\[\^[^\]]*\]|\]\([^)]*\)|<(?!http)[^>]*>", "", message)
    return letters(re.sub("\0", lambda _: codes.pop(0), message))


def message_at(lines: list[str], number: int) -> str:
    """The msgid of the entry that has this line, read without our own code."""
    start = number - 1
    assert lines[start].startswith(("msgid ", "msgctxt ")), lines[start]
    rest = "\n".join(lines[start:])
    quoted = re.search(r'^msgid ((?:".*"\n)+)', rest, re.MULTILINE)
    assert quoted is not None
    return "".join(map(ast.literal_eval, quoted[1].splitlines()))


@pytest.mark.parametrize("built", TRANSLATED, ids=str)
def test_each_text_names_the_line_of_its_message_and_has_its_english(
    site: Path, built: BuiltPage
) -> None:
    catalog = ROOT / "translations" / built.language.code / Path(built.name).with_suffix(".po")
    lines = catalog.read_text(encoding="utf-8").splitlines()
    glossary = (ROOT / "translations/glossary.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(glossary))
    terms = dict(enumerate(rows, start=2))
    own, english = texts(site, built), texts(site, english_of(built))
    assert own
    assert len(own) == len(english)
    for text, original in zip(own, english, strict=True):
        assert (text.name, original["data-line"]) == (original.name, "")
        number = int(text["data-line"])
        if text.find_parent(class_="terms"):
            wanted = letters(terms[number]["en" if text.name == "dt" else "en_definition"])
        else:
            wanted = message_letters(message_at(lines, number))
        assert own_letters(original) == wanted


@contextmanager
def reader(chromium: Browser, width: int = 1280, **options: object) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
    yield context.new_page()
    context.close()


def open_all(page: Page) -> None:
    """Open every door, and wait for what is behind it."""
    page.evaluate("document.querySelectorAll('button.door').forEach(door => door.click())")
    expect(page.locator("button.door[aria-expanded=false]")).to_have_count(0)


def test_the_switch_opens_and_shuts_the_doors_and_leaves_no_trace(
    chromium: Browser, site_url: str
) -> None:
    with reader(chromium) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(site_url + LESSON.path)
        article = page.locator("article")
        english = site_url + english_of(LESSON).path
        switch = page.locator(SWITCH)
        expect(switch).to_have_attribute("aria-checked", "false")
        expect(page.locator("button.door")).to_have_count(0)
        before = article.inner_html()
        switch.press("Enter")
        expect(switch).to_have_attribute("aria-checked", "true")
        doors = page.locator("button.door").count()
        # A door for each text; comments of a program share one, and labels of a drawing.
        boxes = "new Set([...document.querySelectorAll('article [data-line]')]"
        assert doors == page.evaluate(f"{boxes}.map(e => e.closest('pre, svg') ?? e)).size")
        assert english not in asked
        open_all(page)
        assert page.locator(".door__english").count() == page.locator("[data-line]").count()
        assert asked.count(english) == 1
        page.locator("button.door").first.press("Enter")
        expect(page.locator(".door__panel")).to_have_count(doors - 1)
        switch.press("Space")
        expect(switch).to_have_attribute("aria-checked", "false")
        assert article.inner_html() == before


def test_behind_a_door_are_the_english_as_on_its_page_and_the_link_to_the_line(
    chromium: Browser, site_url: str, site: Path
) -> None:
    with reader(chromium) as page:
        page.goto(site_url + LESSON.path)
        page.locator(SWITCH).click()
        text = page.locator("article > p[data-line]:has(a)").first
        line = text.get_attribute("data-line")
        text.locator("button.door").click()
        english = text.locator(".door__english")
        expect(english).to_have_attribute("lang", "en")
        expect(english).to_have_attribute("dir", "ltr")
        shown = english.inner_text()
        target = english.locator("a").first.evaluate("a => a.href")
        catalog = f"translations/{LESSON.language.code}/{LESSON.name.removesuffix('.md')}.po"
        expect(text.locator(".door__link")).to_have_attribute("href", f"{EDIT}{catalog}#L{line}")
        page.goto(site_url + english_of(LESSON).path)
        original = page.locator("article > p[data-line]:has(a)").first
        assert original.inner_text() == shown
        assert original.locator("a").first.evaluate("a => a.href") == target


def test_a_term_is_corrected_in_the_glossary(chromium: Browser, site_url: str) -> None:
    with reader(chromium) as page:
        page.goto(f"{site_url}{TARGETS[0].code}/glossary/")
        page.locator(SWITCH).click()
        term = page.locator(".terms dt").first
        term.locator("button.door").click()
        link = f"{EDIT}translations/glossary.csv#L{term.get_attribute('data-line')}"
        expect(term.locator(".door__link")).to_have_attribute("href", link)


def test_open_doors_stay_open_on_other_pages_and_in_other_languages(
    chromium: Browser, site_url: str
) -> None:
    with reader(chromium) as page:
        page.goto(site_url + LESSON.path)
        page.locator(SWITCH).click()
        page.locator(".neighbours [rel=next]").click()
        page.wait_for_url(lambda url: url != site_url + LESSON.path)
        expect(page.locator("button.door").first).to_be_visible()
        page.goto(f"{site_url}{TARGETS[1].code}/")
        expect(page.locator(SWITCH)).to_have_attribute("aria-checked", "true")
        page.goto(site_url)
        expect(page.locator(f"{SWITCH}, button.door")).to_have_count(0)
        page.goto(f"{site_url}{TARGETS[1].code}/")
        page.locator(SWITCH).click()
        page.reload()
        expect(page.locator(SWITCH)).to_have_attribute("aria-checked", "false")


def test_a_text_that_waits_asks_for_its_translation(chromium: Browser, site_url: str) -> None:
    with reader(chromium) as page:
        page.route(
            site_url + LESSON.path,
            lambda route: route.fulfill(
                body=route.fetch().text().replace("<p data-line", '<p lang="en" data-line', 1)
            ),
        )
        page.goto(site_url + LESSON.path)
        page.locator(SWITCH).click()
        links = []
        for text in ("p[lang=en]", "p:not([lang])"):
            block = page.locator(f"article > {text}[data-line]").first
            block.locator("button.door").click()
            links.append(block.locator(".door__link").inner_text())
        assert links[0] == page.locator(SWITCH).get_attribute("data-translate")
        assert links[1] == page.locator(SWITCH).get_attribute("data-correct")


def test_without_the_english_page_a_door_says_so_and_still_leads_to_the_catalog(
    chromium: Browser, site_url: str
) -> None:
    english = site_url + english_of(LESSON).path
    with reader(chromium) as page:
        page.goto(site_url + LESSON.path)
        page.locator(SWITCH).click()
        for broken in (
            lambda route: route.abort(),
            lambda route: route.fulfill(status=503),
            # Of another day: with a text less.
            lambda route: route.fulfill(
                body=route.fetch().text().replace("data-line", "data-was", 1)
            ),
        ):
            page.route(english, broken)
            door = page.locator("button.door[aria-expanded=false]").first.element_handle()
            assert door is not None
            door.click()
            panel = page.locator(".door__panel").last
            expect(panel.locator(".door__failed")).to_be_visible()
            expect(panel.locator(".door__link")).to_be_visible()
            expect(page.locator("#said")).not_to_be_empty()
            page.unroute(english)
        page.locator("button.door[aria-expanded=false]").last.click()
        expect(page.locator(".door__english")).not_to_have_count(0)


def test_without_a_forge_a_door_says_where_the_message_stands(
    chromium: Browser, plain_site: Path
) -> None:
    with serve(plain_site, "/") as url, reader(chromium) as page:
        page.goto(url + LESSON.path)
        page.locator(SWITCH).click()
        text = page.locator("article > p[data-line]").first
        text.locator("button.door").click()
        catalog = f"translations/{LESSON.language.code}/{LESSON.name.removesuffix('.md')}.po"
        expect(text.locator(".door__place")).to_have_text(
            f"{catalog}:{text.get_attribute('data-line')}"
        )
        expect(text.locator(".door__link")).to_have_count(0)


def test_what_a_reader_copies_from_a_program_is_the_program(
    chromium: Browser, site_url: str
) -> None:
    with reader(chromium, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(site_url + LESSON.path)
        program = page.locator("article .highlight:has(pre [data-line])").first
        code = program.locator("code").first.text_content()
        page.locator(SWITCH).click()
        program.locator("button.door").click()
        expect(program.locator(".door__panel")).to_be_visible()
        program.locator(".copy").click()
        assert page.evaluate("navigator.clipboard.readText()") == code


def test_doors_are_not_printed_and_not_searched(chromium: Browser, site_url: str) -> None:
    with reader(chromium) as page:
        page.goto(site_url + LESSON.path)
        assert page.locator(SWITCH).evaluate("b => b.closest('[data-pagefind-ignore]') !== null")
        page.locator(SWITCH).click()
        page.locator("button.door").first.click()
        expect(page.locator(".door__panel")).to_be_visible()
        page.emulate_media(media="print")
        for part in (SWITCH, "button.door", ".door__panel"):
            expect(page.locator(part).first).to_be_hidden()


@pytest.mark.parametrize("name", [LESSON.name, "glossary.md", "cheat-sheet.md"])
def test_open_doors_fit_a_phone_and_axe_finds_nothing(
    chromium: Browser, site_url: str, name: str
) -> None:
    for scheme, width in (("light", 1280), ("dark", 360)):
        with reader(chromium, width, color_scheme=scheme) as page:
            page.goto(f"{site_url}{next(p.path for p in TRANSLATED if p.name == name)}")
            page.locator(SWITCH).click()
            open_all(page)
            page.evaluate(SETTLED)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert violations(page, ONLY_COLOURS, "pre", "math") == []
            assert violations(page, NO_COLOURS) == []


def test_without_javascript_there_is_no_switch_and_the_page_leads_to_its_catalog(
    unscripted: Page, site_url: str
) -> None:
    unscripted.goto(site_url + LESSON.path)
    expect(unscripted.locator("#doors")).to_be_hidden()
    catalog = f"translations/{LESSON.language.code}/{LESSON.name.removesuffix('.md')}.po"
    link = unscripted.locator(".article-footer__links a").first
    expect(link).to_have_attribute("href", EDIT + catalog)
