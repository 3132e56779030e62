"""The status of the translations as built, and what each page says about its review."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from support.build import run_build
from support.pages import LANGUAGES, PAGES, ROOT, SOURCE, TARGETS, BuiltPage
from support.projects import PAGE, small_project
from tricks_site.translation.history import read_history

HISTORY = read_history(ROOT)
STATUS = [page for page in PAGES if page.name == "translation-status.md"]
every_status = pytest.mark.parametrize("built", STATUS, ids=str)
STATUS_PAGE = "---\ntitle: S\ndescription: S\n---\n\n# S\n\n" + "".join(
    f'## {part}\n\n```translation-status part="{part}"\n```\n\n' for part in ("languages", "pages")
)
GUIDE = "---\ntitle: Guide\ndescription: G\n---\n\n# Guide\n\n## Review a page\n\nRead it.\n"
REVIEW = "- {language: nl, page: index.md, who: A & B, date: 2025-02-03}\n"


def read(site: Path, path: str) -> BeautifulSoup:
    text = (site / path / "index.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


@every_status
def test_every_language_and_in_its_own_every_page_has_a_row(site: Path, built: BuiltPage) -> None:
    languages, _, pages = read(site, built.path).select(".status")
    named = [tag.get_text() for tag in languages.select("th[scope=row]")]
    assert named == [language.name for language in TARGETS]
    if built.language == SOURCE:
        assert not pages.select("table")
        assert len(pages.select("a")) == len(TARGETS)
    else:
        assert len(pages.select("th a")) == len([p for p in PAGES if p.language == SOURCE])


@every_status
def test_days_and_names_are_those_of_git_or_none(site: Path, built: BuiltPage) -> None:
    soup = read(site, built.path)
    days = {tag.get_text() for tag in soup.select(".status time")}
    if HISTORY.gap:
        assert not days
        assert soup.select(".status .notice")
    else:
        known = {changes.last for changes in HISTORY.catalogs.values()}
        assert days
        assert days <= known
        people = {name for changes in HISTORY.catalogs.values() for name in changes.people}
        assert {tag.get_text() for tag in soup.select(".status bdi[translate]")} <= people


@every_status
def test_it_is_light(site: Path, built: BuiltPage) -> None:
    html = (site / built.path / "index.html").read_bytes()
    assert len(gzip.compress(html, 6)) <= 12_000


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_phone_shows_each_row_as_a_block_with_labels(
    chromium: Browser, site_url: str, language
) -> None:
    [built] = [page for page in STATUS if page.language == language]
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(site_url + built.path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    boxes = page.locator(".status .table")
    assert boxes.evaluate_all("all => all.every(box => box.scrollWidth <= box.clientWidth)")
    label = page.locator(".status td").first
    assert label.evaluate("cell => getComputedStyle(cell, '::before').content") != "none"
    # To a screen reader it is a table still; the row of headings is not there.
    assert page.get_by_role("table").first.get_by_role("row").count() == len(TARGETS)
    context.close()


@pytest.mark.parametrize("built", PAGES, ids=str)
def test_every_translation_says_whether_it_was_reviewed(site: Path, built: BuiltPage) -> None:
    lines = read(site, built.path).select("article .review")
    assert len(lines) == (built.language != SOURCE)


def git(root: Path, *arguments: str) -> None:
    who = {"NAME": "Eve <b>x</b>", "EMAIL": "e@host", "DATE": "2025-03-04T12:00:00+0000"}
    environment = {f"GIT_{role}_{k}": v for role in ("AUTHOR", "COMMITTER") for k, v in who.items()}
    subprocess.run(
        ["git", "-C", str(root), *arguments],
        env=os.environ | environment,
        capture_output=True,
        check=True,
    )


def built(root: Path) -> Path:
    done = run_build(Path("site"), {}, root)
    assert done.returncode == 0, done.stderr
    return root / "site"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a status page and a guide, of which the catalog of one page is committed."""
    pages = {"index.md": PAGE, "translation-status.md": STATUS_PAGE, "translating.md": GUIDE}
    root = small_project(tmp_path / "whole", pages)
    catalog = root / "translations/nl/index.po"
    catalog.parent.mkdir()
    catalog.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "One sentence."\nmsgstr "Een zin."\n',
        encoding="utf-8",
    )
    (root / ".gitignore").write_text(".cache\nsite\n", encoding="utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "all")
    return root


def review(site: Path, path: str = "nl/") -> str:
    return " ".join(read(site, path).select_one("article .review").get_text(" ").split())


@pytest.mark.slow
def test_reviews_are_told_and_a_shallow_clone_does_not_guess(root: Path) -> None:
    site = built(root)
    assert (
        review(site) == "No speaker of this language has reviewed this translation yet. Review it"
    )
    [link] = read(site, "nl/").select(".review a")
    assert link["href"] == "translating/#review-a-page"
    table = read(site, "nl/translation-status/").select(".status table")[1]
    rows = [" ".join(row.get_text(" ").split()) for row in table.select("tbody tr")]
    assert [row for row in rows if row.startswith("A page")] == [
        "A page 20% 4 0 11 not yet 2025-03-04 Eve bx/b"
    ]
    assert sum("not committed yet" in row for row in rows) == len(rows) - 1
    assert "Last change" in table.get_text()

    (root / "translations/reviews.yml").write_text(REVIEW, encoding="utf-8")
    site = built(root)
    assert review(site) == (
        "This translation was reviewed by A & B ( 2025-02-03 ). It has changed since. Review it"
    )
    # Of the guide nothing is translated: there is nothing to review.
    assert not read(site, "nl/translating/").select(".review")

    (root / "translations/reviews.yml").write_text(
        REVIEW.replace("2025-02-03", "2025-03-04, link: 'https://host/a?b&c'"), encoding="utf-8"
    )
    site = built(root)
    assert review(site) == "This translation was reviewed by A & B ( 2025-03-04 )."
    assert [tag["href"] for tag in read(site, "nl/").select(".review a")] == ["https://host/a?b&c"]

    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "review")
    shallow = root.parent / "shallow"
    git(root, "clone", "--quiet", "--depth", "1", root.as_uri(), str(shallow))
    site = built(shallow)
    assert review(site).endswith("Whether it has changed since is not known.")
    for name in ("", "nl/"):
        soup = read(site, f"{name}translation-status/")
        assert "from a shallow clone" in soup.select_one(".status .notice").get_text()
        assert "Eve" not in soup.get_text()
        assert "Last change" not in soup.get_text()


def test_a_wrong_review_and_a_wrong_fence_end_the_build(tmp_path: Path) -> None:
    root = small_project(tmp_path, {"index.md": PAGE, "translation-status.md": STATUS_PAGE})
    (root / "translations/reviews.yml").write_text(
        REVIEW.replace("index", "inbox"), encoding="utf-8"
    )
    done = run_build(Path("site"), {}, root)
    assert done.returncode == 1
    assert re.search(r"translations/reviews\.yml:1: there is no page 'inbox\.md'", done.stderr)
    assert "did you mean index.md?" in done.stderr
    (root / "translations/reviews.yml").unlink()
    page = root / "docs/translation-status.md"
    page.write_text(STATUS_PAGE.replace('part="languages"', 'part="all"'), encoding="utf-8")
    done = run_build(Path("site"), {}, root)
    assert done.returncode == 1
    assert "docs/translation-status.md:10: this fence is to name one part" in done.stderr
    assert "Traceback" not in done.stderr
