"""The commands that look after pages and catalogs. Each returns an exit code."""

from __future__ import annotations

import sys
from pathlib import Path

from tricks_site.checking.catalogs import check_catalogs
from tricks_site.checking.rules import FOLDER
from tricks_site.errors import SiteErrors
from tricks_site.files import write_all
from tricks_site.project import Project
from tricks_site.snippets.accept import accept as accept_outputs
from tricks_site.spelling.check import check_spelling
from tricks_site.spelling.hunspell import DICTIONARIES
from tricks_site.translation import new_language, update
from tricks_site.translation.same_as_english import SameAsEnglish
from tricks_site.translation.summary import summary
from tricks_site.translation.survey import survey

EXCEPTIONS = FOLDER / "README.md"


def accept(root: Path) -> int:
    """Rewrite the outputs on the pages to what their snippets print now."""
    project = Project.load(root)
    results = project.run_snippets()
    changed = [
        page.path
        for page in project.pages.values()
        if not page.cells and accept_outputs(page.path, results, root=root)
    ]
    for path in changed:
        print(f"{path}: outputs rewritten. Look at them: git diff {path}")
    if not changed:
        print("Every output on the pages is what its snippet prints.")
    return 0


def translations(root: Path) -> int:
    """Bring the catalogs up to date with the pages."""
    project = Project.load(root)
    project.run_all()
    changes = list(update.changes(project))  # all of them before the first is written
    for change in changes:
        update.apply(root, change)
        print(f"{change.path}: {'page is gone, deleted' if change.text is None else 'updated'}")
    print(f"{len(changes)} catalogs changed." if changes else "Every catalog is up to date.")
    return 0


def language(root: Path, code: str, name: str) -> int:
    """Add a language in which everything waits for its translation."""
    new = new_language.describe(code, name)
    files = new_language.new_files(root, new)
    write_all({root / path: text for path, text in files.items()})
    direction = "right to left" if new.dir == "rtl" else "left to right"
    folder = Path("translations", new.code)
    print(f"{new.name} ({new.code}), written from {direction}, is one of the languages now.")
    print(f"{folder}/: {sum(path.is_relative_to(folder) for path in files)} catalogs")
    for path in files:
        if not path.is_relative_to(folder):
            print(path)
    print(
        f"""What to do next:
  1. make serve, and look at http://127.0.0.1:8000/{new.code}/: English, until it is translated.
  2. Translate: {folder}/site.po first, then your columns of translations/glossary.csv, then pages.
  3. make check, and commit."""
    )
    return 0


def status(root: Path) -> int:
    """Print how much is translated, and what to do next."""
    project = Project.load(root)
    project.run_all()
    print(summary(survey(project, SameAsEnglish.read(project))), end="")
    return 0


def check(root: Path) -> int:
    """Checks that need no browser: pages, snippets, catalogs, and spelling if it can be."""
    project = Project.load(root)
    project.run_all()
    project.read_catalogs()
    messages = update.all_messages(project)
    findings = check_catalogs(project, messages)
    for warning in findings.warnings:
        print(f"Warning: {warning}\n")
    if errors := [*SameAsEnglish.read(project).check(project, messages), *findings.errors]:
        raise SiteErrors(errors)
    stale = [change.path for change in update.changes(project) if not change.only_form]
    for path in stale:
        print(f"{path}: not up to date with its page\n  What to do: run `make translations`")
    for missing in check_spelling(project, messages):
        print(f"Note: {missing}")
    codes = [language.code for language in project.languages]
    if others := [code for code in codes if code not in DICTIONARIES]:
        print(f"Note: the spelling of {', '.join(others)} is not checked: no dictionary is known")
    if findings.warnings:
        print(
            f"Warnings: {len(findings.warnings)}. Mend each, or say why it is right: {EXCEPTIONS}"
        )
    return 1 if stale or findings.warnings else 0


def spelling(root: Path) -> int:
    """Check the spelling of all that is read; what cannot be checked is an error."""
    project = Project.load(root)
    project.run_all()
    missing = check_spelling(project, update.all_messages(project))
    for language in missing:
        print(language, file=sys.stderr)
    return 1 if missing else 0
