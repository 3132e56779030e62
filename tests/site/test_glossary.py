"""The glossary as built, and the links of the pages to its terms."""

from __future__ import annotations

import gzip
import re
from math import ceil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from support.build import run_build
from support.pages import LANGUAGES, PAGES, ROOT, SOURCE, BuiltPage, source
from support.projects import PAGE, small_project
from tricks_site.translation.glossary import read_glossary

GLOSSARY = read_glossary(ROOT, LANGUAGES)
every_glossary = pytest.mark.parametrize(
    "built", [page for page in PAGES if page.name == "glossary.md"], ids=str
)
LINK = re.compile(r"\]\((?:\.\./)*glossary\.md#([^)\s]+)")
FENCE = re.compile(r"^( *)(`{3,}).*?^\1\2`*$", re.MULTILINE | re.DOTALL)
CSV = (
    "topic,en,avoid,reason,en_forms,en_definition\n"
    "network,weight,,,,A number.\n"
    "network,batch size,,,,A number.\n"
)
GLOSSARY_PAGE = '---\ntitle: G\ndescription: G\n---\n\n# G\n\n```glossary topic="network"\n```\n'


def read(site: Path, built: BuiltPage) -> str:
    return (site / built.path / "index.html").read_text(encoding="utf-8")


@every_glossary
def test_every_term_has_its_anchor_and_its_names_in_all_languages(
    site: Path, built: BuiltPage
) -> None:
    soup = BeautifulSoup(read(site, built), "html.parser")
    terms = soup.select("dl.terms > div")
    assert sorted(term.dt["id"] for term in terms) == sorted(term.id for term in GLOSSARY.terms)
    others = [language for language in LANGUAGES if language != built.language]
    known = {term.id: term for term in GLOSSARY.terms}
    for item in terms:
        term = known[item.dt["id"]]
        own = term.entry(built.language)
        assert item.dt.get_text() == own.name or "waiting" in item.dt["class"]
        _, *names = item.select("dd")
        assert [(tag["lang"], tag.get_text()) for tag in names] == [
            (other.tag, term.entry(other).name) for other in others
        ]
        # What the reader sees beside the name.
        assert [tag.get("data-code", tag["lang"]) for tag in names] == [
            other.code for other in others
        ]


@every_glossary
def test_the_contents_list_the_topics_only(site: Path, built: BuiltPage) -> None:
    soup = BeautifulSoup(read(site, built), "html.parser")
    links = [tag["href"] for tag in soup.select(".layout__contents a")]
    assert links == [f"#{tag['id']}" for tag in soup.select("article h2")]
    assert len(links) == len(GLOSSARY.topics())


@every_glossary
def test_it_is_light(site: Path, built: BuiltPage) -> None:
    assert len(gzip.compress(read(site, built).encode(), 6)) <= 18_000


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_the_names_stand_side_by_side(chromium: Browser, site_url: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{site_url}glossary/#weight")
    names = page.locator("div:has(> #weight) > dd[lang]")
    boxes = names.evaluate_all("all => all.map(item => item.getBoundingClientRect().toJSON())")
    rows = {round(box["top"]) for box in boxes}
    assert len(boxes) == len(LANGUAGES) - 1
    assert len(rows) <= ceil(len(boxes) / (4 if width == 1280 else 2))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def repeated(text: str) -> list[str]:
    """The terms that a page links more than once, each with the lines."""
    prose = FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), text)
    lines: dict[str, list[int]] = {}
    for match in LINK.finditer(prose):
        lines.setdefault(match[1], []).append(prose.count("\n", 0, match.start()) + 1)
    return [f"{term}: lines {found}" for term, found in lines.items() if len(found) > 1]


def test_repeated_links_are_seen() -> None:
    text = "[a](../glossary.md#weight)\n```\n[a](../glossary.md#bias)\n```\n[b](glossary.md#weight)"
    assert repeated(f"{text} [c](glossary.md#bias)") == ["weight: lines [1, 5]"]


@pytest.mark.parametrize("name", [page.name for page in PAGES if page.language == SOURCE])
def test_a_page_links_a_term_once(name: str) -> None:
    path = ROOT / source(name)
    assert repeated(path.read_text(encoding="utf-8")) == [], path


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("glossary.md#weight", ""),
        ("glossary.md#batch-size", ""),
        ("glossary.md#weights", "glossary.md#weights"),
    ],
)
def test_a_link_must_lead_to_a_term(tmp_path: Path, link: str, said: str) -> None:
    page = PAGE.replace("One sentence.", f"One [sentence]({link}).")
    root = small_project(tmp_path, {"index.md": page, "glossary.md": GLOSSARY_PAGE})
    (root / "translations/glossary.csv").write_text(CSV, encoding="utf-8")
    done = run_build(Path("site"), {}, root)
    assert done.returncode == (1 if said else 0), done.stderr
    assert said in done.stderr


def test_a_glossary_that_is_wrong_ends_the_build(tmp_path: Path) -> None:
    root = small_project(tmp_path, {"index.md": PAGE, "glossary.md": GLOSSARY_PAGE})
    (root / "translations/glossary.csv").write_text(CSV + "network\n", encoding="utf-8")
    page = root / "docs/glossary.md"
    page.write_text(GLOSSARY_PAGE.replace("network", "data"), encoding="utf-8")
    done = run_build(Path("site"), {}, root)
    assert done.returncode == 1
    assert "translations/glossary.csv:4: the line has 1 columns, not 6" in done.stderr
    (root / "translations/glossary.csv").write_text(CSV, encoding="utf-8")
    done = run_build(Path("site"), {}, root)
    assert done.returncode == 1
    assert "docs/glossary.md:8: this fence is to name one topic" in done.stderr
    assert "Traceback" not in done.stderr
