"""All messages of the project: those of each page, and those that belong to the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from babel.messages.extract import extract_from_dir

from tricks_site.errors import SiteErrors
from tricks_site.languages import Language
from tricks_site.markup.dialect import to_html
from tricks_site.markup.page import Page, Rendering
from tricks_site.snippets.find import Snippet
from tricks_site.snippets.run import Result
from tricks_site.translation.glossary import Glossary
from tricks_site.translation.messages import Key, Origin, Recorder

# In templates and Python code, a literal text in a call of these is a message; the number says
# which argument it is.
LABEL_FUNCTIONS = {"_": None, "ui": None, "label_of": (2,)}
LABEL_SOURCES = (("overrides", "*.html"), ("src/tricks_site", "*.py"))

Messages = dict[Key, Origin]


def page_messages(
    page: Page,
    results: Mapping[Snippet, Result],
    glossary: Glossary,
    source_language: Language,
) -> Messages:
    """The messages of a page in page order. SiteErrors when the page itself is wrong."""
    recorder, ui = Recorder(page.path.as_posix()), Recorder("")
    rendering = Rendering(page, source_language, recorder, ui, results, glossary)
    rendering.front_matter()
    to_html(rendering)
    if rendering.errors:
        raise SiteErrors(rendering.errors)
    return recorder.messages


def site_messages(root: Path) -> Messages:
    """Labels of the templates and of the Python code, and the names in `mkdocs.yml`."""
    recorder = Recorder("mkdocs.yml")
    for text, note in _configured(root):
        recorder(Key(text), note)
    for folder, _ in LABEL_SOURCES:
        for file, _, found, comments, _ in extract_from_dir(
            root / folder,
            [("**.html", "jinja2"), ("**.py", "python")],
            keywords=LABEL_FUNCTIONS,
            comment_tags=["Translators:"],
            strip_comment_tags=True,
        ):
            recorder.file = f"{folder}/{file}"
            recorder(Key(str(found)), " ".join(comments) or "label of the site")
    return recorder.messages


def _configured(root: Path) -> list[tuple[str, str]]:
    """The site's name, its description, and the titles of the sections of its navigation."""
    config = _plain_yaml(root / "mkdocs.yml")
    found = [
        (config["site_name"], "name of the site"),
        (config["site_description"], "description of the site"),
    ]
    pending = list(config["nav"])
    while pending:
        entry = pending.pop(0)
        if isinstance(entry, dict):
            for title, children in entry.items():
                found.append((title, "part of the navigation"))
                pending[:0] = children if isinstance(children, list) else []
    return found


def reading_order(root: Path, pages: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    """The pages in the order of the navigation, and then those that it has not."""
    listed = []
    pending = list(_plain_yaml(root / "mkdocs.yml").get("nav") or [])
    while pending:
        entry = pending.pop(0)
        if isinstance(entry, dict):
            pending[:0] = [
                child
                for children in entry.values()
                for child in (children if isinstance(children, list) else [children])
            ]
        else:
            listed.append(PurePosixPath(str(entry)))
    known = set(pages)
    return list(dict.fromkeys([name for name in listed if name in known] + sorted(known)))


def _plain_yaml(path: Path) -> Any:
    """`mkdocs.yml` as data; its tags (`!ENV`) stand for nothing that is translated."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("!", lambda *_: None)
    return yaml.load(path.read_text(encoding="utf-8"), Loader)
