"""An unchanged site gets the index it had; any change makes a new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.projects import tree
from tricks_site.search import cache
from tricks_site.search.cache import index_or_reuse
from tricks_site.search.index import Forms

PAGE = (
    '<!doctype html><html lang="en"><body><article data-pagefind-body><h1 id="a">{}</h1></article>'
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(PAGE.format("Momentum"), encoding="utf-8")
    return folder


def build(
    site: Path, monkeypatch: pytest.MonkeyPatch, forms: Forms | None = None
) -> tuple[dict[str, bytes], int]:
    """The index, and how many times it was made and not reused."""
    made = []
    real = cache.index_site
    monkeypatch.setattr(cache, "index_site", lambda *args: (made.append(1), real(*args)))
    index_or_reuse(site, ["en"], forms or {}, site.parent / "cache")
    monkeypatch.setattr(cache, "index_site", real)
    index = tree(site / "pagefind")
    for path in sorted((site / "pagefind").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (site / "pagefind").rmdir()
    return index, len(made)


def test_reused_when_nothing_changed_and_made_anew_when_a_page_did(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, made = build(site, monkeypatch)
    assert made == 1
    assert first
    assert build(site, monkeypatch) == (first, 0)
    (site / "index.html").write_text(PAGE.format("Dropout"), encoding="utf-8")
    other, made = build(site, monkeypatch)
    assert made == 1
    assert other != first
    # What else finds a term is in the index only.
    assert build(site, monkeypatch, {"en": {"a": ("speed",)}})[1] == 1


def test_a_copy_cut_short_is_not_believed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = build(site, monkeypatch)
    [kept] = (site.parent / "cache").iterdir()
    # As an interrupted build leaves it: not yet under its own name.
    kept.rename(kept.with_name("tmp-copy"))
    assert build(site, monkeypatch) == (first, 1)
    assert [path.name for path in (site.parent / "cache").iterdir()] == [kept.name]
