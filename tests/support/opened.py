"""A page in a browser: what it did while it was loaded, and how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, Response

from support.pages import BuiltPage

WIDE, PHONE, SMALL_PHONE = 1280, 360, 320
# Until a new width or colour scheme has arrived everywhere: observers have run, colours have faded.
SETTLED = """async () => {
  for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
  await Promise.all(document.getAnimations().map(animation => animation.finished));
}"""

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
    """Note from now on what the page loads and reports."""
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


@dataclass
class Opened:
    """A page that was loaded with an empty cache, 1280 pixels wide."""

    built: BuiltPage
    page: Page
    seen: Seen
    layout_shift: float

    def look(self, width: int, scheme: str = "light") -> Page:
        """The page in this width and these colours."""
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        self.page.evaluate(SETTLED)
        return self.page


@contextmanager
def open_page(browser: Browser, site_url: str, built: BuiltPage) -> Iterator[Opened]:
    """Load a page and see what happens."""
    context = browser.new_context(viewport={"width": WIDE, "height": 800})
    page = context.new_page()
    seen = watch(page)
    page.goto(site_url + built.path)
    yield Opened(built, page, seen, page.evaluate(LAYOUT_SHIFT))
    context.close()
