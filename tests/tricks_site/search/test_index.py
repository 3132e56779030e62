from __future__ import annotations

import gzip
import json
from base64 import b64encode
from pathlib import Path

import pytest

from tricks_site.errors import SiteError
from tricks_site.search.index import index_site

PAGES = {
    "a": ("en", "Weight initialization", "Weights have a variance."),
    "b": ("en", "Dropout", "It removes neurons at random."),
    "nl/a": ("nl", "Gewichtsinitialisatie", "Gewichten hebben een variantie."),
    "uk/a": ("uk", "Ініціалізація ваг", "Кожна вага має дисперсію."),
    "pcm/a": ("pcm", "Weight initialization", "The weights get variance."),
    "zh/a": ("zh-Hans", "权重初始化", "权重的方差 2/n。"),
}
# What Pagefind answers when it cannot do what it is asked to.
REFUSAL = b64encode(b'{"payload": {"type": "Error", "message": "no room"}}').decode()
TAGS = ["en", "nl", "uk", "pcm", "zh-Hans"]


def write_site(site: Path, pages: list[str]) -> Path:
    for page in pages:
        tag, title, text = PAGES[page]
        path = site / page / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(
            f'<!doctype html><html lang="{tag}"><title>{title}</title><article data-pagefind-body>'
            f'<h1 id="top">{title}</h1><p>{text}</p></article></html>',
            encoding="utf-8",
        )
    (site / "404.html").write_text('<html lang="en"><main>Not here</main></html>', encoding="utf-8")
    return site


def written(site: Path) -> dict[str, bytes]:
    folder = site / "pagefind"
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = write_site(tmp_path_factory.mktemp("site"), list(PAGES))
    index_site(site, TAGS, {})
    return site


def test_each_language_has_an_index_of_its_own_pages(indexed: Path) -> None:
    languages = json.loads(written(indexed)["pagefind-entry.json"])["languages"]
    counts = {language: index["page_count"] for language, index in languages.items()}
    assert counts == {"en": 2, "nl": 1, "pcm": 1, "uk": 1, "zh-hans": 1}


def test_the_browser_knows_the_names_of_what_a_language_needs(indexed: Path) -> None:
    files = written(indexed)
    languages = json.loads(files["pagefind-entry.json"])["languages"]
    for tag, index in languages.items():
        assert index["hash"] == index["wasm"] == tag
        assert {f"pagefind.{tag}.pf_meta", f"wasm.{tag}.pagefind"} <= files.keys()


def test_each_language_has_its_stemmer(indexed: Path) -> None:
    programs = {tag.lower(): written(indexed)[f"wasm.{tag.lower()}.pagefind"] for tag in TAGS}
    # Pidgin has that of English, Ukrainian and Chinese have none.
    assert programs["pcm"] == programs["en"]
    assert programs["uk"] == programs["zh-hans"]
    assert len(set(programs.values())) == 3


def test_the_order_of_the_files_in_a_folder_does_not_matter(indexed: Path, tmp_path: Path) -> None:
    again = write_site(tmp_path, list(reversed(PAGES)))
    index_site(again, TAGS, {})
    assert written(again) == written(indexed)


def test_results_show_the_text_as_it_is_on_the_page(indexed: Path) -> None:
    shown = {}
    for name, data in written(indexed).items():
        if name.startswith("fragment/"):
            page = json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))
            (anchor,) = page["anchors"]
            shown[page["url"]] = (page["meta"]["title"], anchor["text"], page["content"])
    for name, (_, title, text) in PAGES.items():
        content = shown[f"/{name}/"][2].replace("\u200b", "").replace(f"{title}.", title)
        assert shown[f"/{name}/"][:2] == (title, title)
        assert content == f"{title} {text}"


def test_what_a_page_is_about_is_told_in_its_own_words(tmp_path: Path) -> None:
    def page(tag: str, title: str, rest: str) -> str:
        return (
            f'<html lang="{tag}"><meta name="description" content="{title}!">'
            f"<article data-pagefind-body><h1>{title}</h1>{rest}</article></html>"
        )

    pages = {
        "index.html": page("en", "Home", '<p><a href="b/">The <b>B</b></a></p>'),
        "b/index.html": page("en", "Bee", '<h2>Why</h2><a href="../">home</a> <a href="./">I</a>'),
        "zh/index.html": page("zh-Hans", "首页", '<p><a href="b/">蜜蜂</a><a href="b/">蜜蜂</a>'),
        "zh/b/index.html": page("zh-Hans", "蜂", '<a href="../../">English</a>'),
    }
    for name, html in pages.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8")
    index_site(tmp_path, ["en", "zh-Hans"], {})
    about = {}
    for file in (tmp_path / "pagefind/fragment").iterdir():
        fragment = json.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))
        about[fragment["url"]] = fragment["meta"]
    # What counts is neither what a page calls itself, nor what other languages call it.
    assert about == {
        "/": {"title": "Home", "description": "Home!", "links": "home"},
        "/b/": {"title": "Bee", "description": "Bee!", "headings": "Why", "links": "The B"},
        "/zh/": {"title": "首页", "description": "首页!", "english": "Home"},
        "/zh/b/": {"title": "蜂", "description": "蜂!", "links": "蜜蜂", "english": "Bee"},
    }


def test_what_the_site_does_not_use_is_left_out(indexed: Path) -> None:
    kinds = {name.split("/")[0].split(".")[0] for name in written(indexed)}
    assert kinds == {"fragment", "index", "pagefind", "pagefind-entry", "wasm"}


def test_an_old_index_is_replaced(tmp_path: Path) -> None:
    site = write_site(tmp_path, ["a"])
    old = site / "pagefind/fragment/old.pf_fragment"
    old.parent.mkdir(parents=True)
    old.touch()
    index_site(site, ["en"], {})
    assert not old.exists()


def test_a_language_without_article_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="no article in the language uk"):
        index_site(write_site(tmp_path, ["a"]), ["en", "uk"], {})


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        (None, "No such file"),
        ("#!/bin/sh\nexit 1\n", "ended"),
        (f"#!/bin/sh\nprintf {REFUSAL},\ncat >/dev/null\n", "no room"),
    ],
)
def test_a_pagefind_that_fails_is_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str | None, problem: str
) -> None:
    path = tmp_path / "pagefind"
    if program:
        path.write_text(program)
        path.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(path))
    with pytest.raises(SiteError, match=problem) as caught:
        index_site(write_site(tmp_path / "site", ["a"]), ["en"], {})
    assert "What to do: " in str(caught.value)
