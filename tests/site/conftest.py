"""The built site, served, and a browser. One build serves all tests, on all workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from support.browser import FLAGS, MISSING, find_browser
from support.build import ADDRESSES, PREFIX, build
from support.opened import Opened, open_page
from support.pages import PAGES
from support.server import serve


def _built_once(
    factory: pytest.TempPathFactory, worker: str, name: str, addresses: dict[str, str]
) -> Path:
    base = factory.getbasetemp()
    shared = base if worker == "master" else base.parent
    target = shared / name
    with FileLock(shared / f"{name}.lock"):
        if not target.exists():
            build(target, addresses)
    return target


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The site, built with addresses as the workflow does."""
    return _built_once(tmp_path_factory, worker_id, "site", ADDRESSES)


@pytest.fixture(scope="session")
def plain_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The site, built without addresses as a newcomer does."""
    return _built_once(tmp_path_factory, worker_id, "plain-site", {})


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    with serve(site, PREFIX) as url:
        yield url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.exit(MISSING, returncode=1)
    browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page with an empty cache, 1280 pixels wide."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session", params=PAGES, ids=str)
def opened(request: pytest.FixtureRequest, chromium: Browser, site_url: str) -> Iterator[Opened]:
    """Each page in each language, loaded once: pytest runs all tests of a page in a row."""
    with open_page(chromium, site_url, request.param) as loaded:
        yield loaded


@pytest.fixture(scope="session")
def unscripted(chromium: Browser) -> Iterator[Page]:
    """A page in a browser without JavaScript."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()
