"""Which files of the package count for a lab."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.pages import ROOT
from tricks_site.labs.parts import files_used

PACKAGE = ROOT / "src/training_tricks"


def used(code: str, package: Path = PACKAGE) -> set[str]:
    return {path.relative_to(package).as_posix() for path in files_used(code, package)}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    files = {
        "__init__.py": "from training_tricks.a import one\nfrom training_tricks.b import two\n",
        "a.py": "one = 1\n",
        "b.py": "from training_tricks import c\nfrom training_tricks.validation import check\n",
        "c.py": "import numpy\n",
        "validation.py": "",
        "data/x.npz": "",
        "notes.md": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("code", "modules"),
    [
        ("import numpy as np", set()),
        ("from training_tricks import one", {"a.py"}),
        ("from training_tricks import one as two", {"a.py"}),
        ("from training_tricks import two", {"b.py", "c.py", "validation.py"}),
        ("from training_tricks.c import x", {"c.py"}),
        ("import training_tricks.a", {"a.py"}),
        ("import training_tricks as tt\ntt.one", {"a.py"}),
        ("import training_tricks\ntraining_tricks.two", {"b.py", "c.py", "validation.py"}),
        ("import training_tricks as tt\nf(tt)", {"a.py", "b.py", "c.py", "validation.py"}),
        ("from training_tricks import *", {"a.py", "b.py", "c.py", "validation.py"}),
        ("def f():\n    from training_tricks import one", {"a.py"}),
        ("from training_tricks import unknown", set()),
        ("this is not Python", set()),
    ],
)
def test_imports_are_followed(package: Path, code: str, modules: set[str]) -> None:
    assert used(code, package) == modules | {"data/x.npz"}


def test_in_the_real_package() -> None:
    assert used("from training_tricks import relu") == {
        "architectures.py",
        "validation.py",
        "digits/digits.npz",
    }
    assert {"networks.py", "initializers.py", "losses.py"} <= used(
        "from training_tricks import mlp_init"
    )
    assert "schedules.py" not in used("from training_tricks import mlp_init")
