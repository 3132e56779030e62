"""`make language` in a project of its own, for a language from left to right and one from right to
left: the site that it gives, without a translation and with some, in a browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page

from support.axe import NO_COLOURS, ONLY_COLOURS, violations
from support.build import PREFIX, run_build
from support.clone import clone
from support.opened import PHONE, WIDE, watch
from support.projects import small_project
from support.server import serve
from tricks_site.translation.catalogs import read_catalog, write_catalog

WEIGHTS = """\
---
title: Weights
description: How to choose the first weights.
---

# Weights

Divide by $\\sqrt{n}$ with `np.sqrt`; see [the other page](other.md#a-list).[^1]

## A list

- Small weights make the signal vanish.
- Large weights make it explode!

| Method | Factor |
| --- | --- |
| He, for ReLU | $\\sqrt{2/n}$ |

!!! note "A note"

    Nobody has translated this paragraph!

$$y = \\sum_i w_i x_i + b$$

```python
# add two numbers
import matplotlib.pyplot as plt
print("the sum, in a line that is longer than the screen of a phone is wide:", 1 + 1)
plt.plot([1, 2, 3], label="the loss")
plt.xlabel("step")
plt.legend()
plt.show()
```

```output
the sum, in a line that is longer than the screen of a phone is wide: 2
```

![A line that rises.](figure "The loss rises.")

```glossary topic="network"
```

[^1]: A footnote.
"""
OTHER = "---\ntitle: The other page\ndescription: Another.\n---\n\n# The other page\n\n## A list\n"
GLOSSARY = """\
topic,en,nl,avoid,reason,en_forms,nl_forms,en_definition,nl_definition\r
network,weight,gewicht,,,weights,,"A number, ""w"", that multiplies an input.",Een getal.\r
"""
ARABIC = {
    "index.po": {
        "Weights": "الأوزان",
        "Divide by $\\sqrt{n}$ with `np.sqrt`; see [the other page](other.md#a-list).[^1]": (
            "اقسم على $\\sqrt{n}$ باستخدام `np.sqrt`؛ انظر [الصفحة الأخرى](other.md#a-list).[^1]"
        ),
        "A list": "قائمة",
        "Small weights make the signal vanish.": "الأوزان الصغيرة تجعل الإشارة تتلاشى.",
        "Method": "الطريقة",
        "Factor": "المعامل",
        "He, for ReLU": "طريقة He مع ReLU",
        "A note": "ملاحظة",
        "add two numbers": "اجمع عددين",
        "the loss": "الخسارة",
        "step": "الخطوة",
        "The loss rises.": "الخسارة ترتفع.",
    },
    "site.po": {
        "Search": "بحث",
        "Pages": "الصفحات",
        "Language": "اللغة",
        "Copy": "نسخ",
        "Output": "الناتج",
        "On this page": "في هذه الصفحة",
        "Next": "التالي",
    },
}


def command(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tricks_site", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """French, of which nothing is translated, and Arabic, of which some is."""
    root = tmp_path_factory.mktemp("project")
    small_project(root, {"index.md": WEIGHTS, "other.md": OTHER})
    (root / "translations/glossary.csv").write_bytes(GLOSSARY.encode())
    for code in ("fr", "ar"):
        done = command(root, "language", code)
        assert done.returncode == 0, done.stderr
    for name, known in ARABIC.items():
        path = Path("translations/ar", name)
        catalog = read_catalog(root, path, "ar")
        for english, arabic in known.items():
            message = catalog.get(english)
            assert message, english
            message.string = arabic
        (root / path).write_text(write_catalog(catalog), encoding="utf-8")
    done = run_build(Path("site"), {"SITE_URL": "https://site.example/"}, root)
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="module")
def url(project: Path) -> Iterator[str]:
    with serve(project / "site", PREFIX) as address:
        yield address


def read(project: Path, path: str) -> BeautifulSoup:
    html = (project / "site" / path / "index.html").read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser")


def without_languages(soup: BeautifulSoup) -> str:
    """What an article says, without what is said about its translation."""
    article = soup.select_one("article")
    assert article
    for notice in article.select(".notice--waiting, .review, .doors, .terms dd + dd"):
        notice.decompose()
    return " ".join(article.get_text().split())


@pytest.mark.slow
def test_all_of_a_new_language_is_in_english_and_marked(project: Path) -> None:
    english, french = read(project, ""), read(project, "fr")
    assert french.html
    assert (french.html["lang"], french.html["dir"]) == ("fr", "ltr")
    for block in french.select("article :is(h1, h2, p, li, th, td, dt, dd, figcaption)"):
        own = "".join(block.find_all(string=True, recursive=False)).strip()
        if any(map(str.isalpha, own)) and not block.find_parent(class_="notice"):
            marked = block.get("lang") or next(e["lang"] for e in block.parents if e.get("lang"))
            assert marked != "fr", block
    for label in ("nav", "header", "footer"):
        for link in french.select(f"{label} a:not([hreflang])"):
            assert link.select("[lang=en]") or link.find_parent(lang="en"), link
    assert "0% of this page is translated" in french.get_text()
    assert without_languages(french) == without_languages(english)
    [title], [english_title] = french.select("title"), english.select("title")
    assert title.get_text() == english_title.get_text()


@pytest.mark.slow
def test_the_switcher_and_the_addresses_name_the_new_languages(project: Path) -> None:
    for path in ("", "fr", "ar"):
        soup = read(project, path)
        offered = {
            a["hreflang"]: (a.get_text(), a["dir"]) for a in soup.select(".menu a[hreflang]")
        }
        assert offered["fr"] == ("Français", "ltr")
        assert offered["ar"] == ("العربية", "rtl")
        alternates = {a["hreflang"]: a["href"] for a in soup.select("link[rel=alternate]")}
        assert alternates["fr"] == "https://site.example/fr/"
        assert alternates["ar"] == "https://site.example/ar/"
    assert (project / "site/pagefind/pagefind.fr.pf_meta").exists()
    assert (project / "site/pagefind/pagefind.ar.pf_meta").exists()


@pytest.mark.slow
def test_the_checks_and_the_figures_know_the_new_languages(project: Path) -> None:
    done = command(project, "translations")
    assert "/fr/" not in done.stdout
    assert "/ar/" not in done.stdout
    done = command(project, "check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the spelling of fr, ar is not checked" in done.stdout
    figures = command(project, "status").stdout
    assert "Français" in figures
    assert "العربية" in figures


# Which way what there is on the page is written, and on which side it stands.
DIRECTIONS = """() => {
  const direction = (selector) =>
    [...new Set([...document.querySelectorAll(selector)].map(e => getComputedStyle(e).direction))];
  const middle = (selector) => {
    const box = document.querySelector(selector).getBoundingClientRect();
    return (box.left + box.right) / 2 < innerWidth / 2 ? "left" : "right";
  };
  return {
    page: direction("html, article, .md-header, .notice, h1, h2, th"),
    code: direction("pre, code, samp, math, svg.figure, div.formula"),
    english: direction("article [lang=en]:not(.terms dd + dd), nav [lang=en], footer [lang=en]"),
    sides: ["brand", "menu--languages"].map(name => middle(`.${name}`)),
    start: getComputedStyle(document.querySelector("h1")).textAlign,
  };
}"""


@pytest.mark.slow
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_page_from_right_to_left_is_mirrored_but_not_its_code_and_english(
    url: str, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    seen = watch(page)
    page.goto(f"{url}ar/")
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("ar", "rtl")
    assert page.evaluate(DIRECTIONS) == {
        "page": ["rtl"],
        "code": ["ltr"],
        "english": ["ltr"],
        "sides": ["right", "left"],
        "start": "start",
    }
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    first, second = (page.locator("article li").nth(place) for place in (0, 1))
    assert (first.get_attribute("dir"), second.get_attribute("dir")) == (None, "ltr")
    assert seen.reports == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("code", ["ar", "fr"])
def test_axe_finds_nothing_in_a_new_language(url: str, page: Page, code: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{url}{code}/")
    assert violations(page, ONLY_COLOURS) + violations(page, NO_COLOURS) == []


@pytest.mark.slow
def test_the_search_finds_arabic_and_what_is_still_english(url: str, page: Page) -> None:
    page.goto(f"{url}ar/")
    for query, found in (
        ("الإشارة", "الأوزان"),
        ("explode", "الأوزان"),
        ("other", "The other page"),
    ):
        page.locator(".md-search__input").fill(query)
        page.locator(".search-title", has_text=found).first.wait_for()


@pytest.mark.slow
def test_the_checks_of_the_project_itself_accept_a_new_language(tmp_path: Path) -> None:
    root = clone(tmp_path, with_cache=True)
    done = command(root, "language", "ar")
    assert done.returncode == 0, done.stderr
    done = command(root, "check")
    assert done.returncode == 0, done.stdout + done.stderr
