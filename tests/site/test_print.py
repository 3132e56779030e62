"""Pages on paper: what promises to fit on one sheet does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Page

from support.pages import PAGES, ROOT, BuiltPage
from tricks_site.project import Project

ONE_SHEET = {
    str(name)
    for name, page in Project.load(ROOT).pages.items()
    if page.front_matter.get("one_sheet")
}


def test_there_is_a_page_to_print() -> None:
    assert "cheat-sheet.md" in ONE_SHEET


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("built", [page for page in PAGES if page.name in ONE_SHEET], ids=str)
def test_fits_on_one_sheet(built: BuiltPage, paper: str, page: Page, site_url: str) -> None:
    page.goto(site_url + built.path)
    margins = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")
    page.pdf(format=paper, margin=margins, page_ranges="1")
    # Chromium has no second page to give.
    with pytest.raises(Error, match="exceeds page count"):
        page.pdf(format=paper, margin=margins, page_ranges="2")
