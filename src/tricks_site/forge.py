"""Addresses on the forge: the site where the repository is kept."""

from __future__ import annotations

from urllib.parse import urlsplit

BRANCH = "main"


def edit_address(repo: str) -> str:
    """What stands before the path of a file, in the address of the forge's editor for it.

    After the path, `#L7` leads GitHub's editor to a line. An unknown forge is taken for one that
    has GitHub's addresses.
    """
    host = urlsplit(repo).hostname or ""
    if "gitlab" in host:
        return f"{repo}/-/edit/{BRANCH}/"
    if host == "codeberg.org" or "gitea" in host or "forgejo" in host:
        return f"{repo}/_edit/{BRANCH}/"
    return f"{repo}/edit/{BRANCH}/"
