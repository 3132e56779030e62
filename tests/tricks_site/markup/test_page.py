"""What a rendering depends on: `make serve` renders anew what has changed, and no more."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from support.projects import LAB, PAGE
from tricks_site.languages import Language
from tricks_site.markup.page import Page, Rendering
from tricks_site.markup.percent import read_percent
from tricks_site.snippets.run import Result
from tricks_site.translation.glossary import Entry, Glossary, Term
from tricks_site.translation.messages import Recorder

EN = Language("en", "English")
PAGES = {
    "page": Page(PurePosixPath("page.md"), PAGE),
    "lab": Page(PurePosixPath("labs/lab.md"), *read_percent(Path("docs/labs/lab.py"), LAB)),
    "glossary": Page(PurePosixPath("terms.md"), f'{PAGE}\n```glossary topic="network"\n```\n'),
}


def depends_on(name: str, printed: str = "2\n", weight: str = "A number.") -> tuple[object, ...]:
    page = PAGES[name]
    results = {snippet: Result(printed, (), snippet.code) for snippet in page.snippets}
    term = Term(2, "network", "weight", {"en": Entry("weight", (), weight)})
    glossary = Glossary((EN,), (term,))
    return Rendering(page, EN, Recorder(""), Recorder(""), results, glossary).depends_on()


@pytest.mark.parametrize("name", PAGES)
def test_what_its_code_gives(name: str) -> None:
    assert depends_on(name) == depends_on(name)
    assert depends_on(name) != depends_on(name, printed="3\n")


@pytest.mark.parametrize("name", PAGES)
def test_the_glossary_where_it_is_listed(name: str) -> None:
    same = depends_on(name) == depends_on(name, weight="A value.")
    assert same == (name != "glossary")
