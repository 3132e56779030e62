"""The built files, read without a browser: links, anchors, languages, what must not be there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from support.build import ADDRESSES, PREFIX
from support.pages import COMPLETE, LANGUAGES, PAGES, SOURCE, TARGETS, BuiltPage, source

SITE_URL = ADDRESSES["SITE_URL"]
every_page = pytest.mark.parametrize("built", PAGES, ids=str)


@cache
def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def read_page(site: Path, built: BuiltPage) -> BeautifulSoup:
    return read(site / built.path / "index.html")


@cache
def read_ids(path: Path) -> frozenset[str]:
    return frozenset(tag["id"] for tag in read(path).select("[id]"))


def loaded_addresses(soup: BeautifulSoup) -> list[str]:
    """What a browser loads by itself: scripts, styles, images, fonts."""
    found = [tag["src"] for tag in soup.select("[src]")]
    loading = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"}
    links = soup.select("link[href]")
    return found + [tag["href"] for tag in links if loading & set(tag.get("rel", []))]


@every_page
def test_nothing_is_loaded_from_another_host(site: Path, built: BuiltPage) -> None:
    for address in loaded_addresses(read_page(site, built)):
        assert not urlsplit(address).netloc, address


def test_no_file_that_a_page_loads_names_a_host_to_load_from(site: Path) -> None:
    pattern = re.compile(
        rb"""(?:@import|url\(|import\s*\(?|fetch\(|src=)\s*["']?(?:https?:)?//[\w.-]+"""
    )
    for path in [*site.rglob("*.css"), *site.rglob("*.js")]:
        assert not pattern.search(path.read_bytes()), path


@every_page
def test_links_anchors_and_assets_lead_somewhere(site: Path, built: BuiltPage) -> None:
    here = f"https://host{PREFIX}{built.path}"
    soup = read_page(site, built)
    links = [tag["href"] for tag in soup.select("a[href]")] + loaded_addresses(soup)
    for link in links:
        target = urlsplit(urljoin(here, link))
        if target.netloc != "host":
            continue
        assert target.path.startswith(PREFIX), link
        path = site / unquote(target.path.removeprefix(PREFIX))
        path = path / "index.html" if target.path.endswith("/") else path
        assert path.is_file(), f"{link} leads to no file"
        if target.fragment and path.suffix == ".html":
            wanted = unquote(target.fragment)
            assert wanted in read_ids(path), f"{link} leads to no anchor"


@every_page
def test_every_image_says_what_it_shows(site: Path, built: BuiltPage) -> None:
    soup = read_page(site, built)
    for image in soup.select("img"):
        assert image.get("alt") is not None, image
    for drawing in soup.select("figure svg"):
        assert drawing.get("role") == "img"
        assert len(drawing.get("aria-label", "")) > 20


@every_page
def test_ids_are_unique(site: Path, built: BuiltPage) -> None:
    ids = [tag["id"] for tag in read_page(site, built).select("[id]")]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)


@every_page
def test_language_canonical_and_alternates(site: Path, built: BuiltPage) -> None:
    soup = read_page(site, built)
    assert soup.html["lang"] == built.language.tag
    assert [tag["href"] for tag in soup.select("link[rel=canonical]")] == [SITE_URL + built.path]
    alternates = {
        tag["hreflang"]: tag["href"] for tag in soup.select("link[rel=alternate][hreflang]")
    }
    expected = {
        page.language.tag: SITE_URL + page.path for page in PAGES if page.name == built.name
    }
    assert alternates == expected | {"x-default": expected[SOURCE.tag]}
    for address in alternates.values():
        assert (site / address.removeprefix(SITE_URL) / "index.html").is_file()


@every_page
def test_the_switcher_leads_to_the_same_page(site: Path, built: BuiltPage) -> None:
    soup = read_page(site, built)
    here = f"https://host/{built.path}"
    found = {
        tag["hreflang"]: urljoin(here, tag["href"]) for tag in soup.select("a[hreflang][lang]")
    }
    assert found == {
        page.language.tag: f"https://host/{page.path}" for page in PAGES if page.name == built.name
    }


@pytest.mark.parametrize("language", TARGETS, ids=lambda language: language.code)
def test_all_languages_have_the_same_structure_anchors_code_and_formulas(
    site: Path, language
) -> None:
    def shape(soup: BeautifulSoup) -> list[object]:
        article = soup.article
        found: list[object] = [
            (tag.name, tag.get("id"))
            for tag in article.select("h1, h2, h3, p, li, td, th, pre, figure, details, summary")
            if not tag.find_parent(attrs={"data-pagefind-ignore": True})
            and not tag.has_attr("data-pagefind-ignore")
        ]
        # Another language may put the formulas of a sentence into another order.
        found += sorted(str(tag) for tag in article.select("math"))
        found += [
            "".join(span.string or "" for span in code.select("span:not([class^=c])"))
            for code in article.select("pre code")
        ]
        return found + [tag.get_text() for tag in article.select("samp")]

    for built in PAGES:
        if built.language == language:
            english = next(p for p in PAGES if p.name == built.name and p.language == SOURCE)
            assert shape(read_page(site, built)) == shape(read_page(site, english)), built


@pytest.mark.parametrize("built", [page for page in PAGES if page.language in COMPLETE], ids=str)
def test_everything_is_translated(site: Path, built: BuiltPage) -> None:
    """The shipped translations are complete; see `make status` when this fails."""
    waiting = read_page(site, built).select("main .waiting")
    assert not waiting, waiting[0]


def test_pages_are_pages(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert path.read_bytes().startswith(b"<!doctype html>"), path


def test_no_page_sends_the_indentation_of_its_templates(site: Path) -> None:
    for path in site.rglob("index.html"):
        html = path.read_text(encoding="utf-8")
        assert not re.search(r"^[ \t]+<", re.sub("(?s)<pre.*?</pre>", "", html), re.MULTILINE), path


def test_404_is_in_the_default_language_and_each_language_has_its_own(site: Path) -> None:
    assert read(site / "404.html").html["lang"] == SOURCE.tag
    for language in TARGETS:
        assert read(site / language.code / "404.html").html["lang"] == language.tag
    # Wherever it is shown, its links must work.
    for link in read(site / "404.html").select("a[href]"):
        address = link["href"]
        if not urlsplit(address).netloc and not address.startswith("#"):
            assert address.startswith(PREFIX), address


def test_the_site_map_lists_every_page_in_every_language(site: Path) -> None:
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    listed = re.findall(r"<loc>(.*?)</loc>", text)
    assert sorted(listed) == sorted(SITE_URL + page.path for page in PAGES)
    assert text.count("<xhtml:link") == len(PAGES) * (len(LANGUAGES) + 1)


def test_no_address_is_invented_without_variables(plain_site: Path) -> None:
    """Links that need the site's or the repository's address are left out."""
    assert not (plain_site / "sitemap.xml").exists()
    for built in PAGES:
        soup = read_page(plain_site, built)
        assert not soup.select("link[rel=canonical], link[rel=alternate], a[href*='/edit/']")
        assert "None" not in [tag["href"] for tag in soup.select("[href]")]
        for value in ADDRESSES.values():
            assert value.rstrip("/") not in str(soup)


@every_page
def test_edit_links_lead_to_the_page_and_to_its_catalog(site: Path, built: BuiltPage) -> None:
    links = {tag["href"] for tag in read_page(site, built).select("a[href*='/edit/']")}
    start = f"{ADDRESSES['REPO_URL']}/edit/main"
    expected = {f"{start}/{source(built.name)}"}
    if built.language != SOURCE:
        catalog = built.name.removesuffix(".md") + ".po"
        expected.add(f"{start}/translations/{built.language.code}/{catalog}")
    assert links == expected
