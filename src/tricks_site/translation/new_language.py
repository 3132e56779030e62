"""`make language LANG=fr`: all that a new language needs, with every message waiting.

What a language is called, which way it is written and what its codes are is known from CLDR, the
locale data that browsers and phones have, too; Babel brings it along.
"""

from __future__ import annotations

import csv
import re
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

import yaml
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from tricks_site.errors import SiteError
from tricks_site.files import read_text
from tricks_site.languages import FILE, Language, read_languages
from tricks_site.project import Project
from tricks_site.translation import glossary
from tricks_site.translation.safety import plain_problems
from tricks_site.translation.update import all_messages, changes_of

# A language, perhaps a script, perhaps a country or a part of the world: sr-Latn, pt-BR, es-419.
CODE = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?",
    re.IGNORECASE | re.ASCII,
)
RIGHT_TO_LEFT = {"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}
REGISTRY = "https://www.iana.org/assignments/language-subtag-registry"
# A cell as it stands in the file, and what ends it.
CELL = re.compile(r'("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|\n|\r|\Z)')
STUB = """\
{{#- The theme's own words in {name}. What is not here is in English. -#}}
{{% macro t(key) %}}{{{{ {{
  "language": "{tag}",
  "direction": "{dir}"
}}[key] }}}}{{% endmacro %}}
"""


def describe(wanted: str, name: str = "") -> Language:
    """The language with a code, in either spelling (`pt_BR`, `pt-br`). SiteError if it is none.

    Parameters
    ----------
    wanted : the code, as somebody typed it.
    name : the language's own name, if it is to be another than the one in CLDR.
    """
    code = _canonical(wanted)
    given = " ".join(name.split())
    if given and (plain_problems(given) or re.search('[<>&"{}]', given)):
        raise SiteError(
            f"NAME={name}",
            None,
            "this is no name of a language",
            "write letters, blanks and apostrophes only",
        )
    try:
        locale = Locale.parse(code, sep="-")
    except UnknownLocaleError:
        if not given:
            raise SiteError(
                f"LANG={wanted}",
                None,
                f"CLDR, which knows the names of languages, has none for {code!r}",
                f"look the code up in {REGISTRY}; if it is right, give the language's own name:"
                f' make language LANG={code} NAME="…"',
            ) from None
        script = CODE.fullmatch(code)
        assert script is not None
        return Language(code, given, dir="rtl" if script["script"] in RIGHT_TO_LEFT else "ltr")
    own = given or _capitalized(locale.get_display_name() or code)
    # With the script, where only the country says which one it is: zh-TW is zh-Hant-TW.
    return Language(code, own, str(locale).replace("_", "-"), locale.text_direction)


def _canonical(wanted: str) -> str:
    """The code in its usual spelling; a language of two letters is not called by three."""
    match = CODE.fullmatch(wanted.strip().replace("_", "-"))
    if not match:
        raise SiteError(
            f"LANG={wanted}",
            None,
            "this is no code of a language",
            "write a code such as fr or ha, with a script or a country if it must be: sr-Latn,"
            f" pt-BR; all are in {REGISTRY}",
        )
    language, script, region = match.groups(default="")
    usual = get_global("language_aliases").get(language.lower()) or language.lower()
    language, _, implied = usual.partition("_")
    parts = (language, script.title() or implied, region.upper())
    return "-".join(part for part in parts if part)


def _capitalized(name: str) -> str:
    """As it stands in a list: Français; but isiZulu."""
    # Not `upper`, which has capitals that no Georgian writes.
    return name[:1].title() + name[1:] if name.split()[0].islower() else name


def new_files(root: Path, language: Language) -> dict[Path, str]:
    """Every file that makes `language` one of the site's, what lists it last. Nothing is written.

    SiteError or SiteErrors if that cannot be, or if something else is wrong with the project.
    """
    _check_is_new(read_languages(root), language)
    project = Project.load(root)
    project.run_all()
    files = {}
    for change in changes_of(root, language, all_messages(project)):
        if change.text is not None:
            files[change.path] = change.text
    theme = Path("overrides/partials/languages", f"{language.code}.html")
    if not (root / theme).exists() and not _theme_speaks(language):
        files[theme] = STUB.format(**asdict(language))
    if (root / glossary.FILE).exists():
        files[glossary.FILE] = with_columns(read_text(root, glossary.FILE), language.code)
    files[FILE] = with_language(read_text(root, FILE), language)
    return files


def _check_is_new(languages: list[Language], language: Language) -> None:
    source = languages[0]
    if language.code.partition("-")[0] == source.code:
        raise SiteError(
            f"LANG={language.code}",
            None,
            f"the pages are written in {source.name}",
            "edit them in docs/",
        )
    for known in languages:
        same = {known.code.lower(), known.tag.lower()} & {
            language.code.lower(),
            language.tag.lower(),
        }
        if same:
            raise SiteError(
                FILE,
                None,
                f"{known.name} ({known.code}) is one of the languages already",
                f"translate what waits in translations/{known.code}/; `make status` tells where",
            )


def _theme_speaks(language: Language) -> bool:
    """Whether Material brings its own words in this language."""
    material = find_spec("material")
    folders = material.submodule_search_locations if material else None
    return any(
        Path(folder, "templates/partials/languages", f"{language.code}.html").exists()
        for folder in folders or ()
    )


def with_language(text: str, language: Language) -> str:
    """`languages.yml` with a line more; all else, comments too, stays as it is."""
    entry = {"code": language.code, "name": language.name}
    if language.tag != language.code:
        entry["tag"] = language.tag
    if language.dir != "ltr":
        entry["dir"] = language.dir
    line = yaml.safe_dump(
        entry, default_flow_style=True, allow_unicode=True, sort_keys=False, width=1000
    )
    end = "\r\n" if "\r\n" in text else "\n"
    longer = text + ("" if text.endswith("\n") else end) + f"- {line.strip()}{end}"
    try:
        fits = yaml.safe_load(longer) == [*yaml.safe_load(text), entry]
    except yaml.YAMLError:
        fits = False
    if not fits:
        raise SiteError(
            FILE,
            None,
            "no line can be added at the end of the list",
            "write each language on a line of its own, such as `- {code: en, name: English}`",
        )
    return longer


def with_columns(text: str, code: str) -> str:
    """The glossary with three empty columns for a language, behind those of the others.

    All else stays as it is: quotation marks, line ends, empty lines.
    """
    header = next(csv.reader(text.removeprefix("\ufeff").splitlines()))
    names = [name for name in header if f"{name}_forms" in header]
    # By the place of the column that it comes after.
    added = {
        header.index(f"{names[-1]}{kind}"): f"{code}{kind}"
        for kind in ("", "_forms", "_definition")
    }
    pieces = []
    place, is_header = 0, True
    for cell, end in CELL.findall(text):
        pieces.append(cell)
        is_empty_line = place == 0 and not cell and end != ","
        if place in added and not is_empty_line:
            pieces.append(f",{added[place] if is_header else ''}")
        pieces.append(end)
        place, is_header = (place + 1, is_header) if end == "," else (0, False)
    return "".join(pieces)
