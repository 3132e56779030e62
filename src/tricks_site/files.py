"""Reading and writing text files so that a person's work is never lost or half-written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tricks_site.errors import SiteError


def read_text(root: Path, path: Path) -> str:
    """The text of `root / path`, line endings as they are; SiteError unless it is UTF-8."""
    data = (root / path).read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SiteError(
            path,
            line,
            f"the byte 0x{data[error.start]:02x} is not UTF-8",
            "save the file in the encoding UTF-8",
        ) from None


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path` at once or not at all, whatever interrupts it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = _beside(path, text.encode())
    try:
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def write_all(texts: Mapping[Path, str]) -> None:
    """Write each text to its path, in this order: all of them, or none if it is interrupted."""
    folders = {folder for path in texts for folder in path.parents if not folder.exists()}
    ready: dict[Path, Path] = {}
    former: dict[Path, bytes | None] = {}
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            ready[path] = _beside(path, text.encode())
        for path, new in ready.items():
            former[path] = path.read_bytes() if path.exists() else None
            new.replace(path)
    except BaseException:
        for path, content in former.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                _beside(path, content).rename(path)
        for new in ready.values():
            new.unlink(missing_ok=True)
        # The innermost first.
        for folder in sorted(folders, key=lambda folder: len(folder.parts), reverse=True):
            if folder.exists():
                folder.rmdir()
        raise


def _beside(path: Path, content: bytes) -> Path:
    """A new file next to `path`, which a single step can put into its place."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # mkstemp makes files that only their owner may read.
        new.chmod(0o644)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new
