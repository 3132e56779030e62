"""Reading and writing text files so that a person's work is never lost or half-written."""

from __future__ import annotations

import os
import tempfile
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
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        # mkstemp makes files that only their owner may read.
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
