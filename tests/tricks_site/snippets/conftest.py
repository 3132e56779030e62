"""A small project whose snippets the tests run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tricks_site.snippets.find import read_snippets
from tricks_site.snippets.run import Report, run

PAGE = Path("docs/page.md")
HALVES = '''import functools

import numpy as np


def checked(function):
    @functools.wraps(function)
    def wrapper(x):
        if x is None:
            raise ValueError("x must not be None")
        return function(x)

    return wrapper


@checked
def half(x):
    """Half of it.

    >>> half(np.arange(2))
    array([0. , 0.5])
    """
    # divide
    return x / 2


def helped(x):
    """Half of it.

    >>> helped(2)
    1.0
    """
    return half(x)
'''


class Project:
    """A project folder with a package of two functions, and its cache."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cache = root / ".cache"
        self.module = root / "src/training_tricks/halves.py"
        self.module.parent.mkdir(parents=True)
        (self.module.parent / "__init__.py").touch()
        self.module.write_text(HALVES)

    def run(self, text: str, path: Path = PAGE, **options: bool) -> Report:
        return run(read_snippets(path, text), root=self.root, cache=self.cache, **options)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture(scope="module")
def shared_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("project"))
