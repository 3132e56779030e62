"""Keeps the index of the last build: an unchanged site is not indexed again."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from tricks_site.search.index import FOLDER, Forms, index_site

# What makes the index besides the pages.
SOURCES = sorted(Path(__file__).parent.glob("*.py"))
PACKAGES = ("pagefind", "pymorphy3", "pymorphy3-dicts-uk")


def index_or_reuse(site: Path, languages: Iterable[str], forms: Forms, cache: Path) -> None:
    """Put the index of every page under `site` into it, from `cache` if that holds this very one.

    `cache` is a folder for nothing else; the rest is that of `index_site`, with what it raises.
    """
    kept = cache / _key(site, forms)
    if kept.exists():
        shutil.copytree(kept, site / FOLDER)
        return
    index_site(site, languages, forms)
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
    # Only a whole copy gets the name under which it is found.
    copy = Path(tempfile.mkdtemp(dir=cache))
    shutil.copytree(site / FOLDER, copy, dirs_exist_ok=True)
    copy.rename(kept)


def _key(site: Path, forms: Forms) -> str:
    """Names the index of these pages, made by this code."""
    digest = hashlib.sha256(" ".join(map(version, PACKAGES)).encode())
    digest.update(json.dumps(forms, sort_keys=True).encode())
    for path in SOURCES + sorted(site.rglob("*.html")):
        name = path.relative_to(site) if path.is_relative_to(site) else path.name
        digest.update(f"\0{name}\0".encode() + path.read_bytes())
    return digest.hexdigest()
