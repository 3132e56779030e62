from __future__ import annotations

import os
from pathlib import Path

import pytest

from tricks_site.snippets.cache import HOUR, Cache, Kept, digest, key

KEPT = Kept("printed é\r\n", ("<svg/>", "<svg>2</svg>"))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    cache = Cache(tmp_path / "new/cache")
    cache.put("a", KEPT)
    return cache


def test_gives_back_what_was_put(cache: Cache) -> None:
    assert cache.get("a") == KEPT
    assert cache.get("b") is None


@pytest.mark.parametrize("damage", ["truncated", "changed", "empty", "binary", "swapped"])
def test_does_not_believe_a_damaged_file(cache: Cache, damage: str) -> None:
    file = cache.folder / "a.json"
    data = file.read_bytes()
    file.write_bytes(
        {
            "truncated": data[:-1],
            "changed": data.replace(b"printed", b"Printed"),
            "empty": b"",
            "binary": b"\xff" + data,
            "swapped": data,
        }[damage]
    )
    if damage == "swapped":
        file.rename(cache.folder / "b.json")
        assert cache.get("b") is None
    assert cache.get("a") is None
    cache.put("a", KEPT)
    assert cache.get("a") == KEPT


def test_prunes_what_is_not_used_and_what_was_interrupted(cache: Cache) -> None:
    cache.put("b", KEPT)
    young, old = cache.folder / ".a.json.1", cache.folder / ".a.json.2"
    young.touch()
    old.touch()
    long_ago = old.stat().st_mtime - 2 * HOUR
    os.utime(old, (long_ago, long_ago))
    cache.prune(["b"])
    assert {path.name for path in cache.folder.iterdir()} == {"b.json", ".a.json.1"}


def test_a_key_tells_parts_apart() -> None:
    assert len({key("a", "b"), key("ab"), key("a", "b", None), key("b", "a"), key(["a", "b"])}) == 5


def test_a_digest_tells_names_and_contents_apart(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1")
    two.write_text("2")
    before = digest(tmp_path, [one, two])
    assert digest(tmp_path, [two, one]) == before
    assert digest(tmp_path, [one]) != before
    one.write_text("3")
    changed = digest(tmp_path, [one, two])
    assert changed != before
    two.rename(tmp_path / "three")
    one.write_text("1")
    assert digest(tmp_path, [one, tmp_path / "three"]) != before
