"""`corrections.md` lists what the lessons correct, and each correction leads to its program."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath
from posixpath import normpath

import pytest
from markdown.extensions.toc import slugify, unique

from support.pages import ROOT
from tricks_site.markup.page import Page, page_names, read_page
from tricks_site.snippets.fences import lines_as_shown, read_fences
from tricks_site.snippets.find import Snippet

CORRECTIONS = PurePosixPath("corrections.md")
LESSONS = [name for name in page_names(ROOT) if name.parent.name == "tricks"]
MISTAKES = "Common mistakes"
HEADING = re.compile(r"(#{2,6}) (.+)")
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
INLINE_CODE = re.compile(r"`([^`]+)`")


@dataclass
class Section:
    """What stands under one heading, the headings below it not included."""

    page: PurePosixPath
    level: int
    title: str
    anchor: str
    path: tuple[str, ...]
    lines: list[str] = field(default_factory=list)
    programs: list[Snippet] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.page}#{self.anchor}"

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()

    @property
    def links(self) -> list[str]:
        """The anchors on other pages that it links to, each as `page.md#anchor` below docs/."""
        found = [target.partition("#") for _, target in LINK.findall(self.text)]
        return [
            f"{normpath(self.page.parent / path)}#{anchor}"
            for path, _, anchor in found
            if path.endswith(".md") and anchor
        ]

    @property
    def printed(self) -> str:
        """What its programs print when the site is built."""
        return "\n".join(program.output.text for program in self.programs if program.output)


def read_sections(page: Page) -> list[Section]:
    """The sections of a page in order, with the anchors that `markup.walk` gives them."""
    lines = lines_as_shown(page.text)
    fences = read_fences(page.path, lines)
    fenced = {number for fence in fences for number in range(fence.line, fence.end + 1)}
    programs = {
        snippet.line: snippet
        for snippet in page.snippets
        if snippet.no_run is None and snippet.source is None
    }
    found: list[Section] = []
    above: dict[int, str] = {}
    used: set[str] = set()
    for number, line in enumerate(lines, 1):
        if number in fenced:
            if found and number in programs:
                found[-1].programs.append(programs[number])
        elif heading := HEADING.fullmatch(line):
            level, title = len(heading[1]), LINK.sub(r"\1", heading[2])
            anchor = unique(slugify(re.sub(r"[*`$]", "", title), "-"), used)
            above = {depth: name for depth, name in above.items() if depth < level}
            found.append(Section(page.name, level, title, anchor, tuple(above.values())))
            above[level] = title
        elif found:
            found[-1].lines.append(line)
    return found


@cache
def sections_of(name: PurePosixPath) -> list[Section]:
    return read_sections(read_page(ROOT, name))


@cache
def all_sections() -> dict[str, Section]:
    return {str(section): section for name in page_names(ROOT) for section in sections_of(name)}


def is_evidence(link: str) -> bool:
    return not link.startswith("glossary.md#")


CORRECTED = [section for section in sections_of(CORRECTIONS) if section.text]
CLAIMS = [
    section
    for name in LESSONS
    for section in sections_of(name)
    if MISTAKES in section.path and section.text.startswith("**Common claim")
]


def test_the_lessons_have_claims() -> None:
    """Otherwise the next test would have nothing to look for."""
    assert {section.page for section in CLAIMS} == set(LESSONS)


@pytest.mark.parametrize("claim", CLAIMS, ids=str)
def test_each_claim_that_a_lesson_corrects_is_on_the_page(claim: Section) -> None:
    assert str(claim) in {link for section in CORRECTED for link in section.links}


@pytest.mark.parametrize("section", CORRECTED, ids=str)
def test_each_correction_leads_to_programs_that_run(section: Section) -> None:
    evidence = [link for link in section.links if is_evidence(link)]
    assert evidence, "no program is linked"
    for link in evidence:
        target = all_sections().get(link)
        assert target is not None, f"{link} is no section"
        assert target.printed, f"{link} has no program with output"


@pytest.mark.parametrize("section", CORRECTED, ids=str)
def test_its_numbers_are_those_that_the_programs_print(section: Section) -> None:
    printed = "\n".join(all_sections()[link].printed for link in section.links if is_evidence(link))
    for number in INLINE_CODE.findall(section.text):
        pattern = rf"(?<![\w.+-]){re.escape(number)}(?![\w%]|\.\d)"
        assert re.search(pattern, printed), f"{number} is not in the output"


@pytest.mark.parametrize(
    "section", [section for section in CORRECTED if section.level == 3], ids=str
)
def test_each_correction_has_a_claim_what_is_right_and_evidence(section: Section) -> None:
    parts = section.text.split("\n\n")
    for part, label in zip(parts, ("Claim", "Right", "Evidence"), strict=True):
        assert part.startswith(f"**{label}:** ")
