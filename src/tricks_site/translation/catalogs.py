"""Catalogs: one PO file a page and language, read, merged and written with Babel."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, denormalize, normalize, read_po, write_po

from tricks_site.errors import SiteError
from tricks_site.files import read_text
from tricks_site.translation.messages import Key, Origin, Translation
from tricks_site.translation.po_syntax import check_syntax
from tricks_site.translation.similar import Similar

WIDTH = 78
FORMER_TEXT = re.compile(r"^\| msgid (?P<quoted>\".*\"(?:\n\| \".*\")*)", re.MULTILINE)
FORMER = re.compile(r"(?:^#\| .*\n)+", re.MULTILINE)
SITE = PurePosixPath("site.po")  # the catalog of what belongs to no page


def catalog_path(code: str, page: PurePosixPath) -> Path:
    """`translations/nl/tricks/dropout.po` for the page `tricks/dropout.md`."""
    return Path("translations", code, page.with_suffix(".po"))


def read_catalog(root: Path, path: Path, code: str) -> Catalog:
    """Read `root / path`; SiteError or SiteErrors when it is not a sound PO file.

    A catalog that does not exist yet is an empty one.
    """
    if not (root / path).exists():
        return new_catalog(code)
    text = read_text(root, path)
    check_syntax(path, text)
    try:
        # Babel does not read former texts (`#|`), but it keeps comments.
        readable = re.sub(r"^#\| ", "# | ", text, flags=re.MULTILINE)
        catalog = read_po(io.BytesIO(readable.encode()), locale=_locale(code), abort_invalid=True)
    except (PoFileError, ValueError, LookupError, AttributeError) as error:
        # The header names no encoding, language or date that Babel knows, or only half of a date.
        raise SiteError(path, 1, f"the header is wrong: {error}", "restore it from git") from None
    if catalog.charset.lower() not in ("utf-8", "utf8"):
        raise SiteError(
            path, 1, f"the header says charset={catalog.charset}", "write charset=UTF-8"
        )
    for message in catalog:
        comments = "\n".join(message.user_comments)
        if match := FORMER_TEXT.search(comments):
            quoted = re.sub(r"^\| ", "", match["quoted"], flags=re.MULTILINE)
            message.previous_id = [denormalize(quoted)]
            message.user_comments = [c for c in message.user_comments if not c.startswith("| ")]
    return catalog


def _locale(code: str) -> str:
    """The language as gettext writes it: `pt_BR` for `pt-BR`."""
    return code.replace("-", "_")


def new_catalog(code: str) -> Catalog:
    """An empty catalog of ours."""
    now = datetime.now(UTC)
    catalog = Catalog(
        locale=_locale(code),
        project="Deep Learning Training Tricks",
        version="1",
        header_comment=(
            "# Translation of Deep Learning Training Tricks.\n"
            "# `make translations` brings this file up to date with the English page;\n"
            "# write what is between the quotation marks of msgstr, and nothing else."
        ),
        creation_date=now,
        revision_date=now,
        fuzzy=False,
    )
    # Babel would write names and addresses that nobody has.
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = ""
    return catalog


def write_catalog(catalog: Catalog) -> str:
    """The text of the PO file. The same catalog always gives the same text."""
    for message in catalog:
        # Babel takes a per cent sign or a brace in a sentence for a format of Python's.
        message.flags -= {"python-format", "python-brace-format"}
    out = io.BytesIO()
    write_po(out, catalog, width=WIDTH, include_lineno=False, include_previous=True)
    text = out.getvalue().decode("utf-8")
    # Babel breaks the lines of a former msgid as if it were a comment, so that no tool can read it.
    former = iter([message.previous_id[0] for message in catalog if message.previous_id])
    return FORMER.sub(
        lambda _: f"#| msgid {normalize(next(former), prefix='#| ', width=WIDTH)}\n", text
    )


def merge(
    catalog: Catalog,
    messages: Mapping[Key, Origin],
    known: Mapping[Key, str],
) -> Catalog:
    """Bring `catalog` up to date with the `messages`, in their order.

    A new message takes its translation from what was removed from this page before, or from
    `known`, when it is there word by word (a page that was renamed or split); and else, marked
    fuzzy, from the message that it most resembles among those that it may have replaced.
    """
    template = Catalog(fuzzy=False)
    for key, origin in messages.items():
        template.add(
            key.text,
            locations=[(file, 1) for file in origin.files],
            auto_comments=origin.notes,
            context=key.context,
        )
    former = {_key(message): message for message in catalog if message.id}
    known = {**known, **translations(catalog)}
    # Babel's own search for similar messages compares each with each.
    catalog.update(
        template, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False
    )
    gone = {
        key.text: message
        for key, message in former.items()
        if key not in messages and message.string
    }
    similar = Similar(gone)
    used = set(messages)
    for key in messages:
        wanted = catalog.get(key.text, key.context)
        assert wanted is not None
        if key in former:
            wanted.previous_id = former[key].previous_id
        if (not wanted.string or wanted.fuzzy) and key in known:
            wanted.string = known[key]
            wanted.flags.discard("fuzzy")
            wanted.previous_id = []
        elif key not in former and (text := similar.closest(key.text)):
            _take_over(wanted, gone[text])
            used.add(_key(gone[text]))
    for name, message in list(catalog.obsolete.items()):
        if _key(message) in used or not message.string:
            del catalog.obsolete[name]
    return catalog


def _take_over(message: Message, old: Message) -> None:
    """Give a new message the translation of a similar one, for somebody to look at."""
    message.string = old.string
    message.user_comments = list(old.user_comments)
    message.flags.add("fuzzy")
    # The text that was translated, which is not the last one if that waited already.
    message.previous_id = old.previous_id or [str(old.id)]


def _key(message: Message) -> Key:
    return Key(str(message.id), message.context)


def translations(catalog: Catalog) -> dict[Key, str]:
    """All that the catalog translates for good, obsolete messages included."""
    both = [*catalog, *catalog.obsolete.values()]
    return {
        _key(message): str(message.string)
        for message in both
        if message.id and message.string and not message.fuzzy
    }


@dataclass(frozen=True)
class Status:
    """How much is translated: messages, or texts of the glossary, in all and those that wait."""

    total: int
    waiting: int

    def __add__(self, other: Status) -> Status:
        return Status(self.total + other.total, self.waiting + other.waiting)

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return 100 * (self.total - self.waiting) // self.total if self.total else 100


@dataclass
class CatalogTranslator:
    """Translates the messages of one page by its catalog, and counts."""

    catalog: Catalog
    path: Path
    asked: set[Key] = field(default_factory=set)
    waiting: set[Key] = field(default_factory=set)

    def __call__(self, key: Key, note: str) -> Translation:
        self.asked.add(key)
        message = self.catalog.get(key.text, key.context)
        line = message.lineno if message else None
        if message is None or not message.string or message.fuzzy:
            self.waiting.add(key)
            return Translation(key.text, waiting=True, path=self.path, line=line)
        return Translation(str(message.string), path=self.path, line=line)

    def status(self) -> Status:
        """The figures for what was asked for until now."""
        return Status(len(self.asked), len(self.waiting))
