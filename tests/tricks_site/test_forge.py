"""Where the forge's editor is."""

from __future__ import annotations

import pytest

from tricks_site.forge import edit_address


@pytest.mark.parametrize(
    ("repo", "expected"),
    [
        ("https://github.com/one/two", "https://github.com/one/two/edit/main/"),
        ("https://git.example/one/two", "https://git.example/one/two/edit/main/"),
        ("https://gitlab.com/one/two", "https://gitlab.com/one/two/-/edit/main/"),
        ("https://gitlab.school.example/a/b/c", "https://gitlab.school.example/a/b/c/-/edit/main/"),
        ("https://codeberg.org/one/two", "https://codeberg.org/one/two/_edit/main/"),
        ("https://gitea.example/one/two", "https://gitea.example/one/two/_edit/main/"),
        ("https://forgejo.example/one/two", "https://forgejo.example/one/two/_edit/main/"),
        # What decides is the host.
        ("https://github.com/gitlab/gitea", "https://github.com/gitlab/gitea/edit/main/"),
    ],
)
def test_the_editor_of_each_forge(repo: str, expected: str) -> None:
    assert edit_address(repo) == expected
