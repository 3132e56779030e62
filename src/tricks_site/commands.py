"""The commands behind the Makefile. Each takes the project's folder and returns an exit code."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from tricks_site.project import Project
from tricks_site.snippets.accept import accept as accept_outputs
from tricks_site.translation import update
from tricks_site.translation.catalogs import Status

PORT = 8000


def serve(root: Path) -> int:
    """Build all languages and serve them, rebuilt whenever a file changes."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            print(
                f"Port {PORT} is in use: stop what serves there (another `make serve`?).",
                file=sys.stderr,
            )
            return 1
    print(f"Building; then the site is at http://127.0.0.1:{PORT}/ (Ctrl+C stops it).")
    return _mkdocs(root, "serve", "--dev-addr", f"127.0.0.1:{PORT}")


def site(root: Path, target: Path) -> int:
    """Build all languages, strictly; only a whole site takes the place of the last one."""
    # Beside the target, so that moving it there is one step.
    new, old = (root / target.with_name(f".{target.name}-{age}") for age in ("new", "old"))
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    code = _mkdocs(root, "build", "--strict", "--site-dir", str(new))
    if code:
        shutil.rmtree(new, ignore_errors=True)
        print(f"\nThe site was not built; {target}/ is as it was before.", file=sys.stderr)
        return code
    if (root / target).exists():
        (root / target).rename(old)
    new.rename(root / target)
    shutil.rmtree(old, ignore_errors=True)
    print(f"The site is in {target}/: put it on any web server, or look at it: make serve")
    return 0


def _mkdocs(root: Path, *arguments: str) -> int:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=root,
        # Material prints a notice about MkDocs 2; the versions here are pinned.
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        check=False,
    ).returncode


def accept(root: Path) -> int:
    """Rewrite the outputs on the pages to what their snippets print now."""
    project = Project.load(root)
    results = project.run_snippets()
    changed = [
        page.path
        for page in project.pages.values()
        if accept_outputs(page.path, results, root=root)
    ]
    for path in changed:
        print(f"{path}: outputs rewritten. Look at them: git diff {path}")
    if not changed:
        print("Every output on the pages is what its snippet prints.")
    return 0


def translations(root: Path) -> int:
    """Bring the catalogs up to date with the pages."""
    project = Project.load(root)
    project.check_snippets()
    changes = list(update.changes(project))  # all of them before the first is written
    for change in changes:
        update.apply(root, change)
        print(f"{change.path}: {'page is gone, deleted' if change.text is None else 'updated'}")
    print(f"{len(changes)} catalogs changed." if changes else "Every catalog is up to date.")
    return 0


def status(root: Path) -> int:
    """Print how much is translated."""
    project = Project.load(root)
    project.check_snippets()
    for language, pages in update.status(project).items():
        total = Status(
            sum(page.total for page in pages.values()), sum(page.waiting for page in pages.values())
        )
        print(f"{language.code:4} {total.percent:3} %  {language.name}")
        for name, page in pages.items():
            if page.waiting:
                print(f"     {page.percent:3} %  {name}: {page.waiting} of {page.total} wait")
    return 0


def check(root: Path) -> int:
    """Checks that need no browser: pages, snippets, and catalogs."""
    project = Project.load(root)
    project.check_snippets()
    project.read_catalogs()
    stale = [change.path for change in update.changes(project)]
    for path in stale:
        print(f"{path}: not up to date with its page\n  What to do: run `make translations`")
    return 1 if stale else 0
