"""Every page in a real browser: what it loads, what it reports, how it fits, who can use it."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from support.axe import NO_COLOURS, ONLY_COLOURS, violations
from support.opened import PHONE, SMALL_PHONE, WIDE, Opened, open_page, watch
from support.pages import LANGUAGES, PAGES, SOURCE

KILOBYTE = 1000


def test_first_view_is_light_quiet_and_still(site_url: str, opened: Opened) -> None:
    seen = opened.seen
    hosts = {urlsplit(response.url).netloc for response in seen.responses}
    assert hosts == {urlsplit(site_url).netloc}
    assert seen.reports == []
    assert all(response.ok for response in seen.responses)
    assert len(seen.responses) <= 15
    assert seen.weight() <= 120 * KILOBYTE
    assert seen.weight("text/javascript") <= 55 * KILOBYTE
    assert seen.weight("font/") <= 40 * KILOBYTE
    assert opened.layout_shift <= 0.02
    assert opened.page.locator("html").get_attribute("lang") == opened.built.language.tag


def test_half_of_the_first_views_are_lighter_still(
    chromium: Browser, site_url: str, site: Path
) -> None:
    weights = []
    for english in (page for page in PAGES if page.language == SOURCE):
        with open_page(chromium, site_url, english) as opened:
            besides = opened.seen.weight() - opened.seen.weight("text/html")
        # Each language of a page loads the same besides its own text.
        for built in (page for page in PAGES if page.name == english.name):
            html = site / built.path / "index.html"
            weights.append(besides + len(gzip.compress(html.read_bytes(), 6)))
    assert sorted(weights)[len(weights) // 2] <= 90 * KILOBYTE


def test_the_next_page_is_light(site_url: str, opened: Opened) -> None:
    """The page that follows this one, or the first one after the last."""
    pages = [page for page in PAGES if page.language == opened.built.language]
    following = pages[(pages.index(opened.built) + 1) % len(pages)]
    page = opened.page.context.new_page()  # with what this page has left in the cache
    seen = watch(page)
    page.goto(site_url + following.path, wait_until="networkidle")
    # What the cache answers does not come over the wire; Chromium reports no body for it.
    assert 0 < seen.weight() <= 25 * KILOBYTE
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing(opened: Opened, width: int, scheme: str) -> None:
    page = opened.look(width, scheme)
    # Most of a page is code and formulas, whose colours depend on neither width nor language.
    everything = width == WIDE and opened.built.language == SOURCE
    found = violations(page, ONLY_COLOURS, *(() if everything else ("pre", "math")))
    if scheme == "light":  # dark is different in colours only
        found += violations(page, NO_COLOURS)
    assert found == []


def test_nothing_scrolls_sideways_on_a_phone(opened: Opened) -> None:
    for width in (PHONE, SMALL_PHONE):
        page = opened.look(width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_the_page_is_all_there(
    unscripted: Page, site_url: str, opened: Opened
) -> None:
    page = opened.look(WIDE)
    unscripted.goto(site_url + opened.built.path)
    with_scripts = len(page.locator("main").inner_text())
    assert len(unscripted.locator("main").inner_text()) >= 0.9 * with_scripts
    assert unscripted.locator("math").count() == page.locator("math").count()
    assert unscripted.locator("a[hreflang]").count() == len(LANGUAGES)
