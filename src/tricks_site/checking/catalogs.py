"""Checks every translation of the project: as it is rendered, and as it reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tricks_site.checking.checks import Checks, Source
from tricks_site.checking.message import Message, Problem
from tricks_site.checking.rules import Allowed, read_rules
from tricks_site.errors import SiteError
from tricks_site.languages import Language
from tricks_site.markup.dialect import to_html
from tricks_site.project import Project
from tricks_site.translation.catalogs import catalog_path
from tricks_site.translation.collect import Messages


@dataclass
class Findings:
    """What is wrong, and what may be."""

    errors: list[SiteError] = field(default_factory=list)
    warnings: list[SiteError] = field(default_factory=list)


def check_catalogs(project: Project, messages: Mapping[PurePosixPath, Messages]) -> Findings:
    """Check the messages of the site and of every page in every language.

    SiteErrors when the rules themselves are wrong.
    """
    findings = Findings()
    source = Source(project.glossary, project.source, read_rules(project.root, project.source.code))
    for language in project.targets:
        findings.errors += _markup_errors(project, language)
        _check_language(project, messages, source, language, findings)
    return findings


def _markup_errors(project: Project, language: Language) -> Iterator[SiteError]:
    """What rendering the pages refuses."""
    for page in project.pages.values():
        rendering = project.rendering(language, page)
        rendering.front_matter()
        to_html(rendering)
        yield from rendering.errors


def _check_language(
    project: Project,
    messages: Mapping[PurePosixPath, Messages],
    source: Source,
    language: Language,
    findings: Findings,
) -> None:
    rules = read_rules(project.root, language.code)
    checks = Checks(project.glossary, source, language, rules)
    needless = set(rules.exceptions)
    for name, of_page in messages.items():
        path = catalog_path(language.code, name)
        catalog = project.catalog(path, language)
        for key, origin in of_page.items():
            entry = catalog.get(key.text, key.context)
            if entry is None or entry.fuzzy or entry.string in ("", key.text):
                continue
            message = Message(key.text, str(entry.string), tuple(origin.notes))
            for problem in checks.problems(message):
                allowed = _allowed(rules.exceptions, message, problem)
                needless -= allowed
                if not allowed:
                    found = findings.warnings if problem.is_warning else findings.errors
                    found.append(_as_error(path, entry.lineno, message, problem))
    findings.errors += [
        SiteError(
            rules.path,
            exception.line,
            f"no translation needs the exception for {_shorten(exception.message)!r} any more",
            "delete it",
        )
        for exception in needless
    ]


def _allowed(exceptions: tuple[Allowed, ...], message: Message, problem: Problem) -> set[Allowed]:
    return {
        exception
        for exception in exceptions
        if exception.finding == problem.text and exception.message in message.english
    }


def _as_error(path: object, line: int | None, message: Message, problem: Problem) -> SiteError:
    return SiteError(
        str(path),
        line,
        f"{_shorten(message.translated)!r}: {problem.text}",
        problem.mend,
    )


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
