"""Which pages there are, for tests that are made once a page and language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tricks_site.languages import Language, read_languages
from tricks_site.markup.page import page_names

ROOT = Path(__file__).parents[2]
LANGUAGES = read_languages(ROOT)
SOURCE, *TARGETS = LANGUAGES
# Those that have everything, and are to keep it. A new one joins them when it is translated.
COMPLETE = [entry for entry in LANGUAGES if entry.code in ("en", "nl", "uk", "pcm", "zh")]


@dataclass(frozen=True)
class BuiltPage:
    """One page in one language: its English path, and its address below the site's."""

    name: str
    language: Language
    path: str

    def __str__(self) -> str:
        return f"{self.language.code}:{self.name}"


def source(name: str) -> Path:
    """The file of a page, in the project: that of a lab is a Python file."""
    path = Path("docs", name)
    return path.with_suffix(".py") if path.parent.name == "labs" else path


def _path(name: str, language: Language) -> str:
    folder = name.removesuffix(".md").removesuffix("index").rstrip("/")
    parts = [part for part in (language.code if language != SOURCE else "", folder) if part]
    return "".join(f"{part}/" for part in parts)


PAGES = [
    BuiltPage(str(name), language, _path(str(name), language))
    for language in LANGUAGES
    for name in page_names(ROOT)
]
