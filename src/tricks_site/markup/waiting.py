"""English that waits for its translation, inside of a page in another language.

It is marked `lang="en"`, and on a page that is written from right to left `dir="ltr"`. Labels and
titles cannot carry that themselves, because templates put them into attributes, too. So they are
marked with two characters that no text has, and `show` makes elements of these where there can be
some.
"""

from __future__ import annotations

import re

from tricks_site.languages import Language

START, END = "\ufdd0", "\ufdd1"
MARKS = re.compile(f"[{START}{END}]")
# What holds no elements: a tag with its attributes, and the title in the head.
NO_ELEMENTS = re.compile(r"<title>.*?</title>|<[^>]*>", re.DOTALL)


def english(language: Language) -> dict[str, str]:
    """The attributes of an element in English on a page in `language`."""
    return {"lang": "en"} | ({"dir": "ltr"} if language.dir != "ltr" else {})


def english_html(language: Language) -> str:
    """The same, as they stand in a tag, each with a blank before it."""
    return "".join(f' {name}="{value}"' for name, value in english(language).items())


def mark(text: str) -> str:
    """A label or a title that waits, for a template."""
    return f"{START}{text}{END}"


def show(html: str, language: Language) -> str:
    """The HTML of a template, with elements around what waits."""
    if START not in html:
        return html
    html = NO_ELEMENTS.sub(lambda found: MARKS.sub("", found[0]), html)
    return html.replace(START, f"<span{english_html(language)}>").replace(END, "</span>")
