"""What git knows about the catalogs: when each was changed the last time, and by whom."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

FOLDER = "translations"
# Of each commit: its name, the day on which it came in, its author and co-authors.
FORMAT = "%H%x00%cs%x00%aN%x00%(trailers:key=Co-authored-by,valueonly,unfold)"
# How a file was changed. The first follows the line break after the commit.
CHANGE = re.compile(r"\n?(?P<how>[A-Z])\d*")
CONTACT = re.compile(r"[^<>\n]+ <[^<>\n]*>")

# Why nothing is known: there is no history, or only its end, where all files seem to be new.
Gap = Literal["none", "shallow"]


@dataclass(frozen=True)
class Changes:
    """The day of the last change, and those who committed changes, the most diligent first."""

    last: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """The changes of each catalog that is committed; with a `gap`, nothing is known about any."""

    catalogs: Mapping[Path, Changes] = field(default_factory=dict)
    gap: Gap | None = None


@dataclass(frozen=True)
class _Commit:
    day: str
    people: tuple[str, ...]
    # Each file as it was called after the commit, and before it if that is another name.
    files: tuple[tuple[Path, Path | None], ...]


def read_history(root: Path) -> History:
    """Ask git, once for all catalogs of the project."""
    state = (_git(root, "rev-parse", "--is-shallow-repository", "HEAD") or "").split()
    if len(state) != 2:
        return History(gap="none")
    shallow, head = state
    if shallow == "true":
        return History(gap="shallow")
    mailmap = root / ".mailmap"
    return _history(root, head, mailmap.read_bytes() if mailmap.is_file() else b"")


@lru_cache(maxsize=1)  # `make serve` builds again and again
def _history(root: Path, _head: str, _mailmap: bytes) -> History:
    log = _git(
        root,
        *("-c", "log.follow=false", "log", "-z", "--no-show-signature", "--encoding=UTF-8"),
        *("--no-merges", "--relative", "--find-renames", "--name-status", f"--format={FORMAT}"),
        *("--", FOLDER),
    )
    if log is None:
        return History(gap="none")
    last: dict[Path, str] = {}
    people: dict[Path, Counter[str]] = {}
    names_now: dict[Path, Path] = {}
    # From the newest commit to the oldest.
    for commit in _known_by_their_names(root, list(_commits(log))):
        for path, before in commit.files:
            now = names_now.get(path, path)
            if before:
                names_now[before] = now
            last.setdefault(now, commit.day)
            people.setdefault(now, Counter()).update(commit.people)
    return History(
        {
            path: Changes(day, tuple(sorted(people[path], key=lambda n: (-people[path][n], n))))
            for path, day in last.items()
        }
    )


def _commits(log: str) -> Iterator[_Commit]:
    """Read what git printed; a name holds no NUL, so that nobody can feign a commit by theirs."""
    parts = log.split("\0")
    at = 0
    while at + 4 <= len(parts):
        _, day, author, co_authors = parts[at : at + 4]
        at += 4
        files: list[tuple[Path, Path | None]] = []
        while at < len(parts) and (change := CHANGE.fullmatch(parts[at])):
            if change["how"] == "R":
                files.append((Path(parts[at + 2]), Path(parts[at + 1])))
                at += 3
            else:
                files.append((Path(parts[at + 1]), None))
                at += 2
        people = (author, *filter(CONTACT.fullmatch, co_authors.splitlines()))
        yield _Commit(day, people, tuple(files))


def _known_by_their_names(root: Path, commits: Sequence[_Commit]) -> Iterator[_Commit]:
    """The commits with the names of the co-authors, by `.mailmap` as git gives the authors."""
    contacts = list(dict.fromkeys(p for commit in commits for p in commit.people[1:]))
    listed = "".join(f"{contact}\n" for contact in contacts)
    mapped = (_git(root, "check-mailmap", "--stdin", stdin=listed) or "") if contacts else ""
    known = dict(zip(contacts, mapped.splitlines(), strict=False))
    for commit in commits:
        author, *others = commit.people
        names = [author, *(known.get(p, p).rpartition(" <")[0] for p in others)]
        # Everybody once a commit.
        people = tuple(dict.fromkeys(filter(None, map(_readable, names))))
        yield _Commit(commit.day, people, commit.files)


def _readable(name: str) -> str:
    """A name without what is no character, or turns the writing around."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def _git(root: Path, *arguments: str, stdin: str = "") -> str | None:
    """What git prints, or None if it cannot say."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            input=stdin.encode(),
            capture_output=True,
            check=False,
        )
    except OSError:  # there is no git
        return None
    return None if done.returncode else done.stdout.decode("utf-8", "replace")
