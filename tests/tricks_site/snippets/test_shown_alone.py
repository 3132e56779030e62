from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tricks_site.snippets.shown_alone import main, same

PACKAGED = '''
import numpy as np

def draw(rng, shape):
    """Draw.

    >>> from fake_tricks import draw
    >>> draw(np.random.default_rng(0), (2, 3)).shape
    (2, 3)
    >>> draw(np.random.default_rng(0), None)
    Traceback (most recent call last):
    ValueError: shape must not be None
    """
    if shape is None:
        raise ValueError("shape must not be None")
    return rng.normal(size=shape), {"n": [1, 2.0]}
'''
SHOWN = 'def draw(rng, shape):\n    return rng.normal(size=shape), {"n": [1, 2.0]}'


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def write(text: str) -> None:
        (tmp_path / "fake_tricks.py").write_text(text)
        sys.modules.pop("fake_tricks", None)

    write(PACKAGED.replace(".shape\n    (2, 3)", "[0].shape\n    (2, 3)"))
    return write


@pytest.mark.usefixtures("package")
def test_is_content_with_what_gives_the_same() -> None:
    main("fake_tricks.draw", SHOWN)


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    "shown",
    [
        SHOWN.replace("normal", "uniform"),
        SHOWN.replace("size=shape", "size=shape").replace("2.0", "2"),
        SHOWN.replace("rng.normal(size=shape)", "rng.normal(size=shape).astype(np.float32)"),
        SHOWN.replace('"n"', '"m"'),
    ],
)
def test_refuses_what_gives_something_else(shown: str) -> None:
    with pytest.raises(SystemExit, match="where the package gives"):
        main("fake_tricks.draw", shown)


@pytest.mark.usefixtures("package")
def test_knows_only_np() -> None:
    with pytest.raises(NameError, match="helper"):
        main("fake_tricks.draw", SHOWN.replace("rng.normal", "helper"))


def test_needs_an_example_that_calls(package: Callable[[str], None]) -> None:
    package(PACKAGED.replace(">>> draw(", ">>> # draw("))
    with pytest.raises(SystemExit, match="no example that calls it"):
        main("fake_tricks.draw", SHOWN)


def test_an_example_that_fails_is_no_success(package: Callable[[str], None]) -> None:
    package(PACKAGED.replace(">>> draw(np", ">>> drew(np"))
    with pytest.raises(NameError, match="drew"):
        main("fake_tricks.draw", SHOWN)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (np.array([1.0, np.nan]), np.array([1.0, np.nan]), True),
        (np.array([1.0]), np.array([1.0 + 1e-15]), False),
        (np.array([1.0]), np.array([[1.0]]), False),
        (np.float32(1), np.float64(1), False),
        (np.zeros(1, np.float32), np.zeros(1), False),
        (np.float64(1), np.array(1.0), False),
        (1, 1.0, False),
        ((1, 2), [1, 2], False),
        (None, None, True),
        ((1, 2), (1,), False),
        ([np.zeros(2)], [np.zeros(2)], True),
    ],
)
def test_same(one: object, other: object, equal: bool) -> None:
    assert same(one, other) is equal
