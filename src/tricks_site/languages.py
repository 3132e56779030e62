"""The languages of the site, from `translations/languages.yml`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import yaml

from tricks_site.errors import SiteError

FILE = Path("translations/languages.yml")


@dataclass(frozen=True)
class Language:
    """A language of the site; `languages.yml` explains the fields."""

    code: str
    name: str
    tag: str = ""
    dir: str = "ltr"

    def __post_init__(self) -> None:
        if not self.tag:
            object.__setattr__(self, "tag", self.code)


def read_languages(root: Path) -> list[Language]:
    """All languages, the one that the pages are written in first."""
    try:
        entries = yaml.safe_load((root / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SiteError(FILE, None, "the file is missing", "restore it from git") from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        raise SiteError(
            FILE,
            mark.line + 1 if mark else None,
            "the file is not valid YAML in UTF-8",
            "write each language like the first one: `- {code: en, name: English}`",
        ) from None
    known = {field.name for field in fields(Language)}
    languages = []
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, dict) or not {"code", "name"} <= entry.keys() <= known:
            raise SiteError(
                FILE,
                None,
                f"{entry!r} is not a language",
                f"give it `code` and `name`, and nothing besides {', '.join(sorted(known))}",
            )
        languages.append(Language(**entry))
    if not languages:
        raise SiteError(FILE, None, "no language is listed", "list at least the pages' own")
    return languages
