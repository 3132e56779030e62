"""What is translated: messages, and who answers for them.

A *message* is one block of English text, a label, or a comment, with an optional context that
tells two equal texts apart. A *translator* turns a message into what a page shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Key:
    """What identifies a message within its file: its English text and its context."""

    text: str
    context: str | None = None


@dataclass(frozen=True)
class Translation:
    """What a page shows for a message.

    `waiting` says that it is still English; `path` and `line` name the place in the catalog, where
    it stands or is to stand.
    """

    text: str
    waiting: bool = False
    path: Path | None = None
    line: int | None = None


class Translator(Protocol):
    """Turns messages into what a page shows; `note` tells a translator what the text is."""

    def __call__(self, key: Key, note: str) -> Translation: ...


@dataclass
class Origin:
    """What a catalog tells a translator about a message: what it is, and which files have it."""

    notes: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


@dataclass
class Recorder:
    """The English page's translator: it shows every message as it is, and keeps them all."""

    file: str
    messages: dict[Key, Origin] = field(default_factory=dict)

    def __call__(self, key: Key, note: str) -> Translation:
        origin = self.messages.setdefault(key, Origin())
        if note and note not in origin.notes:
            origin.notes.append(note)
        if self.file not in origin.files:
            origin.files.append(self.file)
        return Translation(key.text)
