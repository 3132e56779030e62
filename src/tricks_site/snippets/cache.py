"""What programs gave, kept under a key made of everything that it depends on."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tricks_site.files import write_text

HOUR = 3600


@dataclass(frozen=True)
class Kept:
    """What a program that ended well printed, and its normalized figures."""

    stdout: str
    figures: tuple[str, ...]


def key(*parts: object) -> str:
    """A name for these parts (anything JSON knows), different as soon as one of them is."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def digest(folder: Path, files: Iterable[Path]) -> str:
    """A name for the contents of these files of a folder, and for what they are called."""
    return key(
        *(
            (path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
            for path in sorted(files)
        )
    )


class Cache:
    """A folder with one file for each kept result. A file that is not whole does not count."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, name: str) -> Kept | None:
        try:
            text = self._file(name).read_text(encoding="utf-8")
            checksum, _, body = text.partition("\n")
            if checksum != key(name, body):
                return None
            stdout, figures = json.loads(body)
        except (OSError, UnicodeDecodeError):
            return None
        return Kept(stdout, tuple(figures))

    def put(self, name: str, kept: Kept) -> None:
        body = json.dumps([kept.stdout, kept.figures], ensure_ascii=False)
        write_text(self._file(name), f"{key(name, body)}\n{body}")

    def prune(self, used: Iterable[str]) -> None:
        """Remove all but these results, and what interrupted runs have left."""
        keep = {self._file(name) for name in used}
        for path in self.folder.glob("*.json"):
            if path not in keep:
                path.unlink(missing_ok=True)
        for path in self.folder.glob(".*.json.*"):
            # A young one may belong to another run that is writing it just now.
            if path.stat().st_mtime < time.time() - HOUR:
                path.unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.json"
