"""What a reader does with a page: switch language, copy, tab through it, choose colours, print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from support.pages import COMPLETE, PAGES, SOURCE, TARGETS

LESSON = next(page for page in PAGES if page.name.startswith("tricks/"))
ANCHOR = "common-mistakes"


@contextmanager
def reader(chromium: Browser, width: int = 1280, **options: object) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_switcher_keeps_page_and_anchor(chromium: Browser, site_url: str, width: int) -> None:
    with reader(chromium, width) as page:
        page.goto(f"{site_url}{LESSON.path}#{ANCHOR}")
        for language in (*TARGETS, SOURCE):
            page.locator(".menu--languages summary").click()
            link = page.locator(f".menu--languages a[hreflang={language.tag}]")
            expect(link).to_be_visible()
            link.click()
            expect(page.locator("html")).to_have_attribute("lang", language.tag)
            assert urlsplit(page.url).fragment == ANCHOR
            expect(page.locator(f"#{ANCHOR}")).to_be_in_viewport()
            assert LESSON.path in page.url


def test_everything_can_be_reached_by_keyboard_and_the_focus_is_seen(
    chromium: Browser, site_url: str
) -> None:
    with reader(chromium) as page:
        page.goto(site_url + LESSON.path)
        reached = set()
        for number in range(60):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.outerHTML.slice(0, 40)"))
            outline, box = page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e);
                const b = e.getBoundingClientRect();
                return [s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1
                  || s.boxShadow !== 'none', b.width * b.height]; }"""
            )
            assert outline, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
            assert box > 0
            if number == 0:
                # The first stop is the link that skips all this.
                expect(page.locator("a.skip")).to_be_focused()
                expect(page.locator("a.skip")).to_be_in_viewport()
        assert any('class="copy"' in html or "copy" in html for html in reached)


def test_the_skip_link_skips(chromium: Browser, site_url: str) -> None:
    with reader(chromium) as page:
        page.goto(site_url + LESSON.path)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_copying_is_said_aloud_in_the_readers_language(chromium: Browser, site_url: str) -> None:
    said = set()
    pages = [page for page in PAGES if page.name == LESSON.name and page.language in COMPLETE]
    for built in pages:
        with reader(chromium, permissions=["clipboard-read", "clipboard-write"]) as page:
            page.goto(site_url + built.path)
            page.locator("article .highlight .copy").first.press("Enter")
            status = page.locator("[role=status]#said")
            expect(status).not_to_be_empty()
            said.add(status.inner_text())
    # Pidgin keeps the English word.
    assert len(said) >= len(pages) - 1


@pytest.mark.parametrize("language", COMPLETE, ids=lambda language: language.code)
def test_the_hint_offers_the_browsers_language_and_is_no_redirect(
    chromium: Browser, site_url: str, language
) -> None:
    other = TARGETS[0] if language == SOURCE else SOURCE
    start = next(p for p in PAGES if p.name == LESSON.name and p.language == other)
    wanted = next(p for p in PAGES if p.name == LESSON.name and p.language == language)
    with reader(chromium, locale=language.tag) as page:
        page.goto(site_url + start.path)
        hint = page.locator("#hint a")
        expect(hint).to_be_visible()
        expect(hint).to_have_attribute("lang", language.tag)
        assert page.url == site_url + start.path
        hint.click()
        page.wait_for_url(site_url + wanted.path)
        # Chosen once, it does not come again; nor on a page that is in the browser's language.
        expect(page.locator("#hint")).to_be_hidden()
        page.goto(site_url + start.path)
        expect(page.locator("#hint")).to_be_hidden()


def test_a_closed_hint_stays_closed(chromium: Browser, site_url: str) -> None:
    with reader(chromium, locale="nl") as page:
        page.goto(site_url + LESSON.path)
        page.locator("#hint button").click()
        page.reload()
        expect(page.locator("#hint")).to_be_hidden()


def test_the_chosen_colours_are_remembered(chromium: Browser, site_url: str) -> None:
    background = "getComputedStyle(document.documentElement).backgroundColor"
    with reader(chromium, color_scheme="light") as page:
        page.goto(site_url + LESSON.path)
        light = page.evaluate(background)
        page.locator("#palette").click()
        page.locator("#palette").click()
        dark = page.evaluate(background)
        assert dark != light
        page.goto(site_url)
        assert page.evaluate(background) == dark


def test_keys_lead_to_the_next_page_and_back(chromium: Browser, site_url: str) -> None:
    with reader(chromium) as page:
        page.goto(site_url)
        page.keyboard.press("n")
        page.wait_for_url(site_url + "tricks/**")
        page.keyboard.press("p")
        page.wait_for_url(site_url)


def test_a_lesson_prints_without_the_frame_and_with_its_answers(
    chromium: Browser, site_url: str
) -> None:
    with reader(chromium) as page:
        page.goto(site_url + LESSON.path)
        page.emulate_media(media="print")
        for frame in (".md-header", ".layout__navigation", "button.copy", "footer nav"):
            for element in page.locator(frame).all():
                expect(element).to_be_hidden()
        assert page.evaluate(
            "[...document.querySelectorAll('pre')].every(p => p.scrollWidth <= p.clientWidth + 1)"
        )
        expect(page.locator("details.question p").last).to_be_visible()


def test_404_speaks_to_the_reader_in_the_folder_it_is_shown_for(
    chromium: Browser, site_url: str
) -> None:
    with reader(chromium) as page:
        response = page.goto(site_url + "nl/no/such/page/")
        assert response is not None
        assert response.status == 404
        for language in COMPLETE[1:]:
            expect(page.locator(f"main [lang={language.tag}]").first).to_be_visible()
        page.locator("main a[href$='/nl/']").first.click()
        page.wait_for_url(site_url + "nl/")
