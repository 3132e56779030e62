"""The one decorator that looks at arguments, so that the functions themselves stay short.

`checked` takes one rule per argument. A rule is called with the argument's name, its value and
all arguments given so far by name; it returns nothing, or raises a `ValueError` that names the
argument and the value. The checks change nothing: on good arguments a function gives the same
numbers with and without them.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")
Rule = Callable[[str, Any, Mapping[str, Any]], None]


def checked(**rules: Rule) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Check the arguments of a function, in the order of its signature, before it runs.

    Every argument must have its rule: one that was forgotten is a `TypeError` at import.
    Defaults that the caller leaves alone are not checked.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        code = function.__code__
        names = code.co_varnames[: code.co_argcount]
        if set(names) != set(rules):
            raise TypeError(f"{function.__name__}: rules for {set(names) ^ set(rules)} do not fit")
        in_order = [(name, rules[name]) for name in names]
        required = set(names[: len(names) - len(function.__defaults__ or ())])

        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            given = dict(zip(names, args, strict=False), **kwargs)
            # Missing, unknown or too many arguments are left to the function's own TypeError.
            if required <= given.keys():
                for name, rule in in_order:
                    if name in given:
                        rule(name, given[name], given)
            return function(*args, **kwargs)

        return call

    return decorate


def all_of(*rules: Rule) -> Rule:
    """Every rule must hold, the first ones first."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        for each in rules:
            each(name, value, given)

    return rule


def floats(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """An array of finite floating-point numbers, at least one."""
    if not isinstance(value, (np.ndarray, np.floating)):
        raise ValueError(f"{name} must be a NumPy array of floats, but it is {brief(value)}")
    if value.dtype.kind != "f":
        raise ValueError(
            f"{name} must hold floats, but its dtype is {value.dtype}: convert it with"
            f" {name}.astype(np.float64)"
        )
    if value.size == 0:
        raise ValueError(f"{name} must not be empty, but its shape is {value.shape}")
    # One pass with BLAS. Only when that is not finite (it may have overflowed) look closely.
    if not math.isfinite(np.vdot(value, value)):
        _refuse_non_finite(name, value)


def _refuse_non_finite(name: str, value: np.ndarray | np.floating) -> None:
    bad = np.argwhere(~np.isfinite(value))
    if len(bad):
        place = ", ".join(str(index) for index in bad[0])
        entry = f"{name}[{place}]" if place else name
        raise ValueError(
            f"{name} must be finite, but {entry} is {np.asarray(value)[tuple(bad[0])]}"
        )


def number(
    low: float = -math.inf,
    high: float = math.inf,
    *,
    low_open: bool = False,
    high_open: bool = False,
) -> Rule:
    """A finite number between `low` and `high`; an open end is itself not allowed."""
    left = f"greater than {low}" if low_open else f"at least {low}"
    right = f"less than {high}" if high_open else f"at most {high}"
    bounds = [text for text, end in ((left, low), (right, high)) if math.isfinite(end)]
    wanted = " and ".join(bounds) or "finite"

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        if isinstance(value, bool) or not isinstance(value, (float, int, np.floating, np.integer)):
            raise ValueError(f"{name} must be a number, but it is {brief(value)}")
        inside = (low < value if low_open else low <= value) and (
            value < high if high_open else value <= high
        )
        if not (inside and math.isfinite(value)):
            raise ValueError(f"{name} must be {wanted}, but it is {value}")

    return rule


positive = number(0.0, low_open=True)


def broadcasts_to(other: str) -> Rule:
    """Finite floats (an array or one number) that spread over `other` without changing its shape.

    For statistics of each feature: one number, or one number for each column of `other`.
    """

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        if isinstance(value, (float, int)):
            number()(name, value, given)
            return
        floats(name, value, given)
        target = given[other].shape
        ends = zip(value.shape[::-1], target[::-1], strict=False)
        if value.ndim > len(target) or any(size not in (1, wanted) for size, wanted in ends):
            raise ValueError(
                f"{name} must fit the last axes of {other}, whose shape is {target},"
                f" but its shape is {value.shape}"
            )

    return rule


def nowhere_below(lower: float | str) -> Rule:
    """Each entry is at least `lower`: a number, or the name of an earlier argument."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        bound = given[lower] if isinstance(lower, str) else lower
        too_low = np.less(value, bound)
        if too_low.any():
            where = np.unravel_index(too_low.argmax(), too_low.shape)
            entry = np.broadcast_to(value, too_low.shape)[where]
            least = np.broadcast_to(bound, too_low.shape)[where]
            label = f"{lower} ({least})" if isinstance(lower, str) else f"{lower}"
            raise ValueError(f"{name} must nowhere be less than {label}, but it is {entry}")

    return rule


def generator(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """A NumPy random generator."""
    if not isinstance(value, np.random.Generator):
        raise ValueError(
            f"{name} must be a random generator such as np.random.default_rng(0),"
            f" but it is {brief(value)}"
        )


def fans(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """The shape of a weight matrix: a tuple (fan_in, fan_out) of positive integers."""
    if not isinstance(value, tuple) or len(value) != 2:
        raise ValueError(f"{name} must be a tuple (fan_in, fan_out), but it is {brief(value)}")
    for fan in value:
        if isinstance(fan, bool) or not isinstance(fan, (int, np.integer)) or fan < 1:
            raise ValueError(f"{name} must hold two integers of at least 1, but it is {value}")


def brief(value: Any) -> str:
    """The value as an error message shows it: short, with its type."""
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype} with the shape {value.shape}"
    text = repr(value)
    if len(text) > 60:
        text = text[:57] + "..."
    return f"{text} ({type(value).__name__})"
