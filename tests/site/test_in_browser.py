"""Every page in a real browser: what it loads, what it reports, how it fits, who can use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from support.pages import LANGUAGES, PAGES, BuiltPage

every_page = pytest.mark.parametrize("built", PAGES, ids=str)
KILOBYTE = 1000
WIDE, PHONE, SMALL_PHONE = (1280, 360, 320)
# Rules of WCAG 2.2 A and AA and axe's best practices: all that axe knows but experiments.
AXE_OPTIONS = {
    "runOnly": [
        *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
        "best-practice",
    ]
}
LAYOUT_SHIFT = """() => new Promise(resolve => {
  let total = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) total += entry.value;
  }).observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(total)));
})"""


@dataclass
class Seen:
    """What a page did while it was loaded."""

    responses: list[Response] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)

    def weight(self, kind: str = "") -> int:
        """Bytes over the wire of the responses whose type starts with `kind`."""
        return sum(
            response.request.sizes()["responseBodySize"]
            for response in self.responses
            if response.headers.get("content-type", "").startswith(kind)
        )


def watch(page: Page) -> Seen:
    seen = Seen()
    page.on("response", lambda response: seen.responses.append(response))
    page.on("pageerror", lambda error: seen.reports.append(str(error)))
    page.on("requestfailed", lambda request: seen.reports.append(f"failed: {request.url}"))
    page.on(
        "console",
        lambda message: (
            seen.reports.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    return seen


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": PHONE, "height": 740}, has_touch=True)
    yield context.new_page()
    context.close()


@every_page
def test_first_view_is_light_quiet_and_still(page: Page, site_url: str, built: BuiltPage) -> None:
    seen = watch(page)
    page.goto(site_url + built.path)
    hosts = {urlsplit(response.url).netloc for response in seen.responses}
    assert hosts == {urlsplit(site_url).netloc}
    assert seen.reports == []
    assert all(response.ok for response in seen.responses)
    assert len(seen.responses) <= 15
    assert seen.weight() <= 120 * KILOBYTE
    assert seen.weight("text/javascript") <= 55 * KILOBYTE
    assert seen.weight("font/") <= 40 * KILOBYTE
    assert page.evaluate(LAYOUT_SHIFT) <= 0.02
    assert page.locator("html").get_attribute("lang") == built.language.tag


def test_half_of_the_first_views_are_lighter_still(chromium: Browser, site_url: str) -> None:
    weights = []
    for built in PAGES:
        context = chromium.new_context()
        page = context.new_page()
        seen = watch(page)
        page.goto(site_url + built.path)
        weights.append(seen.weight())
        context.close()
    assert sorted(weights)[len(weights) // 2] <= 90 * KILOBYTE


@every_page
def test_the_next_page_is_light(page: Page, site_url: str, built: BuiltPage) -> None:
    """The page after the home page, or the home page after a lesson."""
    before = next(
        other for other in PAGES if other.language == built.language and other.name != built.name
    )
    page.goto(site_url + before.path, wait_until="networkidle")
    seen = watch(page)
    page.goto(site_url + built.path, wait_until="networkidle")
    # What the cache answers does not come over the wire; Chromium reports no body for it.
    assert 0 < seen.weight() <= 25 * KILOBYTE


@every_page
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing(
    chromium: Browser, site_url: str, built: BuiltPage, scheme: str, width: int
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(site_url + built.path)
    results = Axe().run(page, options=AXE_OPTIONS)
    problems = [
        f"{violation['id']}: {node['html'][:150]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]
    context.close()
    assert problems == []


@every_page
def test_nothing_scrolls_sideways_on_a_phone(phone: Page, site_url: str, built: BuiltPage) -> None:
    phone.goto(site_url + built.path)
    for width in (PHONE, SMALL_PHONE):
        phone.set_viewport_size({"width": width, "height": 740})
        assert phone.evaluate("document.documentElement.scrollWidth") <= width


@every_page
def test_without_javascript_the_page_is_all_there(
    chromium: Browser, page: Page, site_url: str, built: BuiltPage
) -> None:
    page.goto(site_url + built.path)
    with_scripts = len(page.locator("main").inner_text())
    context = chromium.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(site_url + built.path)
    assert len(plain.locator("main").inner_text()) >= 0.9 * with_scripts
    assert plain.locator("math").count() == page.locator("math").count()
    assert plain.locator("a[hreflang]").count() == len(LANGUAGES)
    context.close()
