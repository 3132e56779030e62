"""Who has reviewed which translation, from `translations/reviews.yml`; the file explains itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

import yaml

from tricks_site.errors import SiteError, SiteErrors
from tricks_site.languages import Language
from tricks_site.yaml_nodes import fields, line, read_list

FILE = Path("translations/reviews.yml")
NEEDED = ("language", "page", "who", "date")
OPTIONAL = ("link",)
EXAMPLE = "start each review with `- language: …`, as the comment at the top of the file shows"
# What Markdown or HTML would read as more than a name.
MARKUP = re.compile(r"[<>\[\]{}*`\\|]|://|&#?\w+;")
LINK = re.compile(r"https://[\w.-]+(?::\d+)?(?:/[^\s\"'<>\\]*)?")
LONGEST_NAME = 100


@dataclass(frozen=True)
class Review:
    """Somebody who speaks the language has read a page of it; `date` is an ISO date."""

    who: str
    date: str
    link: str | None = None


# By the code of the language and the page, the oldest first.
Reviews = Mapping[tuple[str, PurePosixPath], tuple[Review, ...]]


def read_reviews(
    root: Path, languages: Sequence[Language], pages: Collection[PurePosixPath]
) -> Reviews:
    """Read all reviews of translations into these languages; none when there is no file.

    SiteErrors with all that is wrong in it.
    """
    reader = _Reader([language.code for language in languages], pages)
    for node in read_list(root, FILE, EXAMPLE):
        reader.review(node)
    if reader.errors:
        raise SiteErrors(reader.errors)
    return {
        about: tuple(sorted(reviews, key=lambda review: review.date))
        for about, reviews in reader.reviews.items()
    }


class _Reader:
    """One pass over the file; what is wrong gathers in `errors`."""

    def __init__(self, codes: list[str], pages: Collection[PurePosixPath]) -> None:
        self.codes = codes
        self.pages = {str(page) for page in pages}
        self.errors: list[SiteError] = []
        self.reviews: dict[tuple[str, PurePosixPath], list[Review]] = {}
        self.lines: dict[tuple[str, str, str], int] = {}

    def review(self, node: yaml.Node) -> None:
        before = len(self.errors)
        texts = self.texts(node)
        if texts is None:
            return
        if texts["language"] not in self.codes:
            self.fail(
                node,
                f"{texts['language']!r} is no language that pages are translated into",
                f"write one of {', '.join(self.codes)}",
            )
        if texts["page"] not in self.pages:
            close = get_close_matches(texts["page"], sorted(self.pages), 1)
            hint = f"; did you mean {close[0]}?" if close else ""
            self.fail(
                node,
                f"there is no page {texts['page']!r}",
                f"write its path in docs/, such as tricks/dropout.md{hint}",
            )
        if (who := texts["who"]) and self.name_is_wrong(who):
            self.fail(
                node,
                f"{who!r} is not a name in plain text",
                f"write the name without markup, in at most {LONGEST_NAME} characters; an address"
                " goes into `link`",
            )
        link = texts.get("link")
        if link is not None and not LINK.fullmatch(link):
            self.fail(node, f"{link!r} is no address", "write it with https:// or leave it out")
        self.check_date(node, texts["date"])
        first = self.lines.setdefault((texts["language"], texts["page"], who), line(node))
        if first != line(node):
            self.fail(
                node,
                f"{who} has reviewed this page already, says line {first}",
                "keep the newer one of the two",
            )
        if len(self.errors) == before:
            about = (texts["language"], PurePosixPath(texts["page"]))
            self.reviews.setdefault(about, []).append(Review(who, texts["date"], link))

    def texts(self, node: yaml.Node) -> dict[str, str] | None:
        """The fields of a review, which are texts; None when it has not the right ones."""
        if not isinstance(node, yaml.MappingNode):
            self.fail(node, "this is no review", EXAMPLE)
            return None
        found = fields(node)
        missing = [
            name
            for name in NEEDED
            if not isinstance(value := found.get(name), yaml.ScalarNode) or not value.value.strip()
        ]
        wrong = [name for name in found if name not in NEEDED + OPTIONAL]
        wrong += [n for n in OPTIONAL if n in found and not isinstance(found[n], yaml.ScalarNode)]
        if missing:
            self.fail(node, f"the review lacks {', '.join(missing)}", "add it")
        if wrong:
            self.fail(
                node,
                f"a review has no {', '.join(wrong)}",
                f"keep {', '.join(NEEDED + OPTIONAL)}, each once and with a text",
            )
        if len(node.value) != len(found):
            self.fail(node, "the review says something twice", "start each review with a dash")
        if missing or wrong or len(node.value) != len(found):
            return None
        return {name: str(value.value).strip() for name, value in found.items()}

    def name_is_wrong(self, who: str) -> bool:
        return bool(MARKUP.search(who)) or not who.isprintable() or len(who) > LONGEST_NAME

    def check_date(self, node: yaml.Node, text: str) -> None:
        # Where the day starts first, it is 14 hours later.
        today = (datetime.now(UTC) + timedelta(hours=14)).date()
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            self.fail(node, f"{text!r} is no date", "write year, month and day, like 2026-01-31")
        elif day > today:
            self.fail(node, f"{text} is still to come", "write the day of the review")

    def fail(self, node: yaml.Node, problem: str, mend: str) -> None:
        self.errors.append(SiteError(FILE, line(node), problem, mend))
