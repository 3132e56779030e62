"""A program: does a function, as the page shows it, give what the package gives?

    python shown_alone.py training_tricks.scaling.standardize "def standardize(x, mean, std): …"

The shown text is run with nothing but `np`. Then the examples in the function's docstring run, and
each call in them goes to both. It ends with a message unless all results are the same.
"""

from __future__ import annotations

import copy
import doctest
import importlib
import sys
from typing import Any

import numpy as np


def main(name: str, text: str) -> None:
    module, _, function = name.rpartition(".")
    packaged = getattr(importlib.import_module(module), function)
    alone: dict[str, Any] = {"np": np}
    exec(compile(text, "what is shown", "exec"), alone)
    calls = 0

    def both(*args: Any, **options: Any) -> Any:
        nonlocal calls
        # Copies: a random generator must give both the same numbers. The package goes first, so
        # that an example of bad input ends here.
        expected = packaged(*copy.deepcopy(args), **copy.deepcopy(options))
        shown = alone[function](*args, **options)
        if not same(expected, shown):
            sys.exit(f"it gives {shown!r} where the package gives {expected!r}")
        calls += 1
        return shown

    names: dict[str, Any] = {"np": np, function: both}
    for example in doctest.DocTestParser().get_examples(packaged.__doc__ or ""):
        try:
            exec(example.source, names)
        except Exception:
            if example.exc_msg is None:
                raise
        # An example may import the function that it shows.
        names[function] = both
    if not calls:
        sys.exit("its docstring has no example that calls it, so nothing can be compared")


def same(expected: Any, shown: Any) -> bool:
    """Whether two results have the same types and exactly the same numbers."""
    if type(expected) is not type(shown):
        return False
    if isinstance(expected, dict):
        return expected.keys() == shown.keys() and all(same(expected[k], shown[k]) for k in shown)
    if isinstance(expected, (tuple, list)):
        return len(expected) == len(shown) and all(map(same, expected, shown))
    one, other = np.asarray(expected), np.asarray(shown)
    if one.dtype != other.dtype:
        return False
    return np.array_equal(one, other, equal_nan=one.dtype.kind in "fc")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Exception as error:
        sys.exit(f"{type(error).__name__}: {error}")
