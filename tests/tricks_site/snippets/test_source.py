from __future__ import annotations

from pathlib import Path

import pytest

from tricks_site.snippets.source import Function, read_function

MODULE = '''"""A module."""

import numpy as np


@validated(
    lr=positive,
)
def step(w, g, lr=0.1):
    """One step.

    >>> step(1, 2)
    """

    # against the gradient
    return w - lr * g  # done


def bare(x):
    return "é" + x


def annotated(rng: np.random.Generator, *, rate: float = 0.5, **more: int) -> np.ndarray:
    """Doc."""
    rest: int = 1
    return rng.random() * rate * rest


def only_comment(x):
    """Doc."""  # why
    return x
'''


@pytest.fixture
def root(tmp_path: Path) -> Path:
    file = tmp_path / "src/training_tricks/steps.py"
    file.parent.mkdir(parents=True)
    file.write_text(MODULE, encoding="utf-8", newline="\r\n")
    elsewhere = tmp_path / "src/other/steps.py"
    elsewhere.parent.mkdir()
    elsewhere.write_text(MODULE)
    (file.parent / "broken.py").write_text("x = 1\ndef f(:\n")
    return tmp_path


def test_shows_no_decorators_and_no_docstring(root: Path) -> None:
    assert read_function(root, "training_tricks.steps.step") == Function(
        path=Path("src/training_tricks/steps.py"),
        line=9,
        text="def step(w, g, lr=0.1):\n    # against the gradient\n    return w - lr * g  # done",
    )


def test_shows_a_function_without_docstring(root: Path) -> None:
    assert read_function(root, "training_tricks.steps.bare").text == (
        'def bare(x):\n    return "é" + x'
    )


def test_shows_no_annotations_of_arguments(root: Path) -> None:
    text = read_function(root, "training_tricks.steps.annotated").text
    assert text.startswith("def annotated(rng, *, rate=0.5, **more):\n    rest: int = 1\n")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("step", "there is no module 'step'"),
        ("training_tricks.step", "there is no module 'training_tricks'"),
        ("training_tricks.missing.step", "there is no module 'training_tricks.missing'"),
        ("other.steps.step", "there is no module 'other.steps'"),
        ("training_tricks.steps.stop", "steps.py has no function 'stop'"),
        ("training_tricks.steps.np", "steps.py has no function 'np'"),
        ("training_tricks.broken.f", "broken.py:2 is not Python"),
    ],
)
def test_says_what_cannot_be_found(root: Path, name: str, problem: str) -> None:
    with pytest.raises(LookupError, match=problem):
        read_function(root, name)
