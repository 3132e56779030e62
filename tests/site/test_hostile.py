"""A site made of hostile catalogs, in a browser: it shows them, and does nothing that they say."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from support.build import PREFIX, run_build
from support.hostile import FRAGMENTS, PAGE
from support.projects import small_project
from support.server import serve
from tricks_site.files import write_text
from tricks_site.languages import Language
from tricks_site.markup.dialect import to_html
from tricks_site.markup.page import Page, Rendering
from tricks_site.project import Project
from tricks_site.translation.catalogs import SITE, catalog_path, merge, new_catalog, write_catalog
from tricks_site.translation.collect import site_messages
from tricks_site.translation.messages import Key, Origin, Recorder, Translation
from tricks_site.translation.update import all_messages

CODES = ("nl", "uk", "pcm", "zh")
# In labels and in the glossary, where nothing is refused.
EVERYWHERE = "\"'><script>alert(1)</script></title><img src=//evil.example/x onerror=alert(1)> ` $"
# Every kind of element with the names of its attributes; where links lead; what styles and
# scripts stand in the page. A translation has language, direction and classes of its own.
LOOK = """() => {
  const all = [...document.querySelectorAll("*")];
  const own = new Set(["lang", "dir", "class"]);
  const names = (element) => element.getAttributeNames().filter(name => !own.has(name)).sort();
  const links = all.flatMap(element => [element.href, element.src, element.action])
    .filter(link => typeof link == "string" && link);
  return {
    elements: all.map(element => [element.localName, ...names(element)].join(" ")),
    origins: links.map(link => new URL(link).origin),
    texts: all.filter(element => element.matches("script, style")).map(script => script.text || ""),
    styles: all.filter(element => element.style?.cssText).map(element => element.style.cssText),
  };
}"""

# That there is a page in the reader's language, how much of this one is translated, and the switch
# that compares it with the English.
NOTICES = {
    "aside aria-label id",
    "p data-pagefind-ignore",
    "div data-pagefind-ignore",
    "button aria-checked data-catalog data-correct data-edit data-english data-failed"
    " data-glossary data-original data-translate id role type",
    "span lang",
}


class All:
    """Translates every message by adding the same text to it."""

    def __init__(self, keys: list[Key], added: str) -> None:
        self.known = {key: f"{key.text} {added}" for key in keys}
        self.lines = {key: number for number, key in enumerate(keys, 1)}

    def __call__(self, key: Key, note: str) -> Translation:
        return Translation(self.known[key], path=Path("x.po"), line=self.lines[key])


def accepted(
    project: Project, page: Page, keys: list[Key], language: Language, added: str
) -> dict[Key, str]:
    """The messages of the page that are shown with the added text."""
    every = All(keys, added)
    rendering = Rendering(page, language, every, Recorder(""), project.results, project.glossary)
    rendering.front_matter()
    to_html(rendering)
    refused = {error.line for error in rendering.errors}
    return {key: text for key, text in every.known.items() if every.lines[key] not in refused}


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One page for each four fragments, one of them in each language."""
    root = tmp_path_factory.mktemp("hostile")
    fragments = [text for text in FRAGMENTS if text]
    numbers = range(0, len(fragments), len(CODES))
    pages = {f"page-{number}.md": PAGE for number in numbers}
    small_project(root, {"index.md": PAGE, "other.md": PAGE, **pages}, CODES)
    (root / "docs/a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    with (root / "translations/glossary.csv").open("w", encoding="utf-8", newline="") as file:
        columns = [f"{code}{kind}" for code in CODES for kind in ("", "_forms", "_definition")]
        rows = csv.writer(file)
        rows.writerow(["topic", "avoid", "reason", "en", "en_forms", "en_definition", *columns])
        hostile = [EVERYWHERE, "", EVERYWHERE] * len(CODES)
        rows.writerow(["network", "", "", "weight", "", "A number.", *hostile])
    project = Project.load(root)
    project.check_snippets()
    keys = list(all_messages(project)[PurePosixPath("other.md")])
    labels = {key: f"{key.text} {EVERYWHERE}" for key in site_messages(root)}
    shown = 0
    for offset, language in enumerate(project.targets):
        catalogs = {SITE: labels}
        for number in numbers:
            page = project.page(PurePosixPath(f"page-{number}.md"))
            fragment = fragments[min(number + offset, len(fragments) - 1)]
            catalogs[page.name] = accepted(project, page, keys, language, fragment)
            shown += len(catalogs[page.name])
        for name, known in catalogs.items():
            catalog = merge(new_catalog(language.code), {key: Origin() for key in known}, known)
            write_text(root / catalog_path(language.code, name), write_catalog(catalog))
    assert shown > 10 * len(fragments)
    before = {path for path in root.rglob("*") if "__pycache__" not in path.parts}
    done = run_build(Path("site"), {}, root)
    assert done.returncode == 0, done.stderr
    written = {path for path in root.rglob("*") if "__pycache__" not in path.parts} - before
    assert {path.relative_to(root).parts[0] for path in written} <= {"site", ".cache"}
    return root / "site"


@pytest.fixture(scope="module")
def hostile_url(hostile_site: Path) -> Iterator[str]:
    with serve(hostile_site, PREFIX) as url:
        yield url


@pytest.mark.slow
def test_nothing_of_a_hostile_catalog_is_obeyed(
    hostile_site: Path, hostile_url: str, chromium: Browser
) -> None:
    page = chromium.new_context().new_page()
    dialogs: list[str] = []
    hosts: set[str] = set()
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    looked_at = 0
    for english in sorted(hostile_site.glob("page-*/index.html")):
        page.goto(f"{hostile_url}{english.parent.name}/")
        allowed = page.evaluate(LOOK)
        for code in CODES:
            page.goto(f"{hostile_url}{code}/{english.parent.name}/")
            found = page.evaluate(LOOK)
            for kind, items in found.items():
                more = set(items) - set(allowed[kind]) - NOTICES
                assert not more, f"{page.url}: {kind}"
            looked_at += 1
    assert looked_at > 100
    assert dialogs == []
    assert hosts == {urlsplit(hostile_url).netloc}
