"""What git tells about the catalogs, in repositories made for it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tricks_site.translation.history import Changes, History, read_history

PO = Path("translations/nl/a.po")
TEXT = "".join(f'msgid "{n}"\nmsgstr "{n}"\n\n' for n in range(20))
Commit = Callable[..., None]


def git(root: Path, *arguments: str, **environment: str) -> None:
    subprocess.run(
        ["git", "-C", str(root), *arguments],
        env=os.environ | environment,
        capture_output=True,
        check=True,
    )


def start(root: Path) -> Commit:
    """A repository, and what commits files to it."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet")

    def commit(
        files: dict[Path, str], name: str = "Ada", day: str = "2025-01-02", message: str = "m"
    ) -> None:
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        git(root, "add", "--all")
        at = f"{day}T12:00:00+0000"
        git(
            root,
            *("commit", "--quiet", "--allow-empty", "--message", message),
            GIT_AUTHOR_NAME=name,
            GIT_AUTHOR_EMAIL=f"{name.split()[0]}@host",
            GIT_AUTHOR_DATE="2020-01-01T12:00:00+0000",
            GIT_COMMITTER_NAME="The forge",
            GIT_COMMITTER_EMAIL="forge@host",
            GIT_COMMITTER_DATE=at,
        )

    return commit


def test_last_change_and_people_of_each_catalog(tmp_path: Path) -> None:
    commit = start(tmp_path)
    other = Path("translations/uk/tricks/b.po")
    commit({PO: "1", other: "1", Path("README.md"): "1"}, "Ada")
    commit({PO: "2"}, "Bo", "2025-02-03")
    commit({PO: "3"}, "Bo", "2025-03-04")
    commit({Path("README.md"): "2"}, "Cy", "2025-04-05")
    assert read_history(tmp_path) == History(
        {PO: Changes("2025-03-04", ("Bo", "Ada")), other: Changes("2025-01-02", ("Ada",))}
    )


def test_co_authors_and_mailmap(tmp_path: Path) -> None:
    commit = start(tmp_path)
    commit({Path(".mailmap"): "Ada Lovelace <Ada@host>\nBo Ek <b@host>\n"})
    trailers = "\n".join(f"Co-authored-by: {who}" for who in ("bo <b@host>", "Di <d@host>", "nope"))
    commit({PO: "1"}, "Ada", message=f"m\n\n{trailers}")
    assert read_history(tmp_path).catalogs[PO].people == ("Ada Lovelace", "Bo Ek", "Di")
    (tmp_path / ".mailmap").write_text("Ada King <Ada@host>\n", encoding="utf-8")
    assert read_history(tmp_path).catalogs[PO].people == ("Ada King", "Di", "bo")


def test_a_renamed_catalog_keeps_its_people(tmp_path: Path) -> None:
    commit = start(tmp_path)
    commit({PO: TEXT}, "Ada")
    git(tmp_path, "mv", str(PO), "translations/nl/b.po")
    renamed = Path("translations/nl/b.po")
    commit({renamed: TEXT + "more"}, "Bo", "2025-02-03")
    assert read_history(tmp_path).catalogs == {renamed: Changes("2025-02-03", ("Ada", "Bo"))}


def test_names_are_text(tmp_path: Path) -> None:
    commit = start(tmp_path)
    commit({PO: "1"}, "A \x02\u202e{b}\x1e<i>Eve")
    [name] = read_history(tmp_path).catalogs[PO].people
    assert name == "A {b} iEve"  # git itself takes angle brackets out


def test_merges_add_nobody(tmp_path: Path) -> None:
    commit = start(tmp_path)
    commit({PO: "1"}, "Ada")
    git(tmp_path, "checkout", "--quiet", "-b", "side")
    commit({Path("translations/nl/b.po"): "1"}, "Bo")
    git(tmp_path, "checkout", "--quiet", "-")
    commit({PO: "2"}, "Ada")
    who = {"GIT_AUTHOR_NAME": "M", "GIT_COMMITTER_NAME": "M", "EMAIL": "m@host"}
    git(tmp_path, "merge", "--quiet", "--no-edit", "side", **who)
    people = {
        path.name: changes.people for path, changes in read_history(tmp_path).catalogs.items()
    }
    assert people == {"a.po": ("Ada",), "b.po": ("Bo",)}


def test_a_project_in_a_folder_of_a_repository(tmp_path: Path) -> None:
    commit = start(tmp_path)
    commit({"site" / PO: "1", PO: "1"})
    assert list(read_history(tmp_path / "site").catalogs) == [PO]


def test_a_shallow_clone_says_so(tmp_path: Path) -> None:
    commit = start(tmp_path / "whole")
    commit({PO: "1"}, "Ada")
    commit({PO: "2"}, "Bo")
    source = (tmp_path / "whole").as_uri()
    git(tmp_path, "clone", "--quiet", "--depth", "1", source, "shallow")
    git(tmp_path, "clone", "--quiet", source, "full")
    assert read_history(tmp_path / "shallow") == History(gap="shallow")
    assert read_history(tmp_path / "full").catalogs[PO].people == ("Ada", "Bo")


def test_without_a_commit_without_a_repository_and_without_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert read_history(tmp_path) == History(gap="none")
    commit = start(tmp_path)
    assert read_history(tmp_path) == History(gap="none")
    commit({PO: "1"})
    assert read_history(tmp_path).gap is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_history(tmp_path) == History(gap="none")


def test_what_is_committed_next_is_seen(tmp_path: Path) -> None:
    commit = start(tmp_path)
    commit({PO: "1"})
    assert read_history(tmp_path).catalogs[PO].last == "2025-01-02"
    commit({PO: "2"}, day="2025-02-03")
    assert read_history(tmp_path).catalogs[PO].last == "2025-02-03"
