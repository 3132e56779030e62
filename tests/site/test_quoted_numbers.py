"""Each number in the text of a lesson or lab is one that its programs print, or one that they use.

A number is compared to the digits that the text quotes: 0.62 quotes an output of 0.6187. Numbers in
a sentence with a reference come from there; in "Check yourself", readers compute them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import normpath

import pytest

from support.pages import ROOT
from tricks_site.markup.page import Page, page_names
from tricks_site.project import Project
from tricks_site.snippets.fences import lines_as_shown, read_fences
from tricks_site.snippets.run import Result

QUOTING = [name for name in page_names(ROOT) if name.parent.name in ("tricks", "labs")]
# Where the text computes with what the programs print or use: the number, and from what.
COMPUTED = {
    "tricks/architectures.md": {"797": "1797 digits, less the 1000 of the other parts"},
    "tricks/dropout.md": {"28": "read off the figure"},
    "tricks/gradient-clipping.md": {
        "10000": "read off the figure",
        "40": "`path[:41]` has the start and 40 steps",
        "0.36": "a tenth of what is printed",
    },
    "tricks/learning-rate-decay.md": {"2.5": "read off the figure"},
    "tricks/normalization.md": {"0.001": "another library's default"},
    "tricks/optimizers.md": {
        "10.1": "the norm of (-10, 1.5)",
        "300": "`range(1, 301)`",
        "0.0001": "another library's default",
    },
    "tricks/overfitting.md": {
        "1497": "1797 digits, less 100 for training and 200 for validation",
        "1.2": "a difference of two printed errors",
    },
    "tricks/values-in-range.md": {"255": "the largest value of a byte"},
    "tricks/weight-initialization.md": {"141%": "the root of 2"},
}
COMPUTED_BY_READERS = "Check yourself"
FROM_ELSEWHERE = "References"

NUMBER = re.compile(r"(?<![\w.,^{-])[-−]?\d+(?:,\d{3})*(?:\.\d+)?(?![\w.]*\d)")
POWER_OF_TEN = re.compile(r"(-?\d+(?:\.\d+)?)\s*\\times\s*10\^\{?(-?\d+)\}?")
FOUND = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
REFERENCE = re.compile(r"\[[^\]]*\b(?:19|20)\d\d\)?\]|\([A-Z][\w ]+, (?:19|20)\d\d\)")
LINK = re.compile(r"\]\(([^)\s]*)[^)]*\)")
CAPTION = re.compile(r"\]\(figure(?:\s+\"([^\"]*)\")?\)")
SENTENCE = re.compile(r"(?<=[.?!:])\s+(?=[A-Z0-9*\[])|\s*\|\s*\n")


@dataclass(frozen=True)
class Quote:
    """A number in the text, the line of its paragraph, and the sentence that it stands in."""

    text: str
    line: int
    sentence: str

    def agrees_with(self, number: float) -> bool:
        """Whether it is the number, rounded to the digits that are quoted."""
        written = self.text.rstrip("%").replace(",", "").replace("−", "-")
        mantissa, _, exponent = written.partition("e")
        last_digit = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
        # Half of a last digit may be rounded both ways.
        return any(
            abs(abs(number) * factor - abs(float(written))) <= last_digit / 2 * (1 + 1e-9)
            for factor in ((1, 100) if self.text.endswith("%") else (1,))
        )


def numbers_in(text: str) -> list[float]:
    return [float(found) for found in FOUND.findall(text.replace("−", "-").replace("_", ""))]


def paragraphs(page: Page) -> Iterator[tuple[int, str]]:
    """The paragraphs outside of fences, each with its first line, as far as they quote."""
    lines = lines_as_shown(page.text)
    fenced = {
        number
        for fence in read_fences(page.path, lines)
        for number in range(fence.line, fence.end + 1)
    }
    start, gathered, section = 0, [], ""
    front_matter = 2 if page.text.startswith("---") else 0
    for number, line in enumerate([*lines, ""], 1):
        if front_matter:
            front_matter -= line == "---"
            continue
        if line and number not in fenced:
            start = start if gathered else number
            gathered.append(line.strip())
            continue
        text = "\n".join(gathered)
        gathered = []
        if text.startswith("## "):
            section = text.removeprefix("## ")
        if text and section not in (COMPUTED_BY_READERS, FROM_ELSEWHERE):
            yield start, text


def quotes(page: Page) -> Iterator[Quote]:
    for line, paragraph in paragraphs(page):
        text = CAPTION.sub(r"] \1", paragraph)
        for sentence in SENTENCE.split(text):
            if REFERENCE.search(sentence):
                continue
            words = re.sub(r"`[^`]*`|https?://\S+", "", LINK.sub("]", sentence))
            for formula in re.findall(r"\$([^$]*)\$", words):
                for mantissa, exponent in POWER_OF_TEN.findall(formula):
                    yield Quote(f"{mantissa}e{exponent}", line, sentence)
            words = re.sub(r"\$[^$]*\$", "", words)
            for match in NUMBER.finditer(words):
                percent = words[match.end() :].lstrip().startswith(("%", "percent"))
                yield Quote(match[0] + "%" * percent, line, sentence)


@pytest.fixture(scope="session")
def project(plain_site: Path) -> Project:
    """The project, run: the site that was built has left all results in the cache."""
    loaded = Project.load(ROOT)
    loaded.run_all()
    return loaded


def sources(page: Page, project: Project) -> list[float]:
    """All numbers that the programs of a page print or use."""
    texts = []
    for snippet in page.snippets:
        result = project.results.get(snippet, Result("", (), ""))
        texts += [snippet.code, result.shown, result.stdout]
    return numbers_in("\n".join(texts))


@pytest.mark.parametrize("name", QUOTING, ids=str)
def test_each_number_in_the_text_comes_from_the_run(name: PurePosixPath, project: Project) -> None:
    page = project.page(name)
    own = sources(page, project)
    computed = COMPUTED.get(str(name), {})
    wrong, used = [], set()
    for quote in quotes(page):
        linked = [
            sources(project.pages[target], project)
            for path in LINK.findall(quote.sentence)
            if (target := PurePosixPath(normpath(name.parent / path.partition("#")[0])))
            in project.pages
        ]
        known = own + [number for numbers in linked for number in numbers]
        if quote.text in computed:
            used.add(quote.text)
        elif not any(map(quote.agrees_with, known)):
            wrong.append(f"{page.path}:{quote.line}: {quote.text} in {quote.sentence!r}")
    assert not wrong, "not in the output, and no setting:\n" + "\n".join(wrong)
    assert used == computed.keys()
