"""`make translations`: bring every catalog up to date with the English pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tricks_site.files import write_text
from tricks_site.languages import Language
from tricks_site.project import Project
from tricks_site.translation.catalogs import (
    SITE,
    catalog_path,
    merge,
    read_catalog,
    translations,
    write_catalog,
)
from tricks_site.translation.collect import Messages, page_messages, site_messages
from tricks_site.translation.messages import Key


@dataclass(frozen=True)
class Change:
    """What is to be written to `path`; None deletes the catalog of a page that is gone.

    A change in form only leaves every message as it is: an editor, which has breaks of lines and
    headers of its own, has saved the catalog.
    """

    path: Path
    text: str | None
    only_form: bool = False


def all_messages(project: Project) -> dict[PurePosixPath, Messages]:
    """The messages of the site and of every page, by the name of their file."""
    found = {SITE: site_messages(project.root)}
    for name, page in project.pages.items():
        found[name] = page_messages(page, project.results, project.glossary, project.source)
    return found


def changes(project: Project) -> Iterator[Change]:
    """What would bring the catalogs up to date. Nothing is written."""
    messages = all_messages(project)
    for language in project.targets:
        yield from changes_of(project.root, language, messages)


def changes_of(
    root: Path, language: Language, messages: Mapping[PurePosixPath, Messages]
) -> Iterator[Change]:
    """What would bring the catalogs of a language up to date. Nothing is written."""
    folder = Path("translations", language.code)
    wanted = {catalog_path(language.code, name): name for name in messages}
    present = {path.relative_to(root) for path in (root / folder).rglob("*.po")}
    gone = sorted(present - wanted.keys())
    # What was translated on a page that is gone serves the page that took its text over.
    known: dict[Key, str] = {}
    for path in gone:
        known |= translations(read_catalog(root, path, language.code))
    for path, name in wanted.items():
        catalog = merge(read_catalog(root, path, language.code), messages[name], known)
        text = write_catalog(catalog)
        if path not in present:
            yield Change(path, text)
        elif (root / path).read_text(encoding="utf-8") != text:
            as_it_is = write_catalog(read_catalog(root, path, language.code))
            yield Change(path, text, only_form=as_it_is == text)
    for path in gone:
        yield Change(path, None)


def apply(root: Path, change: Change) -> None:
    """Write one change."""
    if change.text is None:
        (root / change.path).unlink()
    else:
        write_text(root / change.path, change.text)
