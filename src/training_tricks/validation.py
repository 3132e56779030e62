"""The one decorator that looks at arguments, so that the functions themselves stay short.

`checked` takes one rule per argument. A rule is called with the argument's name, its value and
all arguments given so far by name; it returns nothing, or raises a `ValueError` that names the
argument and the value. The checks change nothing: on good arguments a function gives the same
numbers with and without them.
"""

from __future__ import annotations

import functools
import math
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Any])
Rule = Callable[[str, Any, Mapping[str, Any]], None]


def checked(**rules: Rule) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Check the arguments of a function, in the order of its signature, before it runs.

    Every argument must have its rule: one that was forgotten is a `TypeError` at import.
    Defaults that the caller leaves alone are not checked. Numbers that pass the rules and still
    overflow, or divide by zero, raise a `ValueError` too, where NumPy would only warn.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        code = function.__code__
        names = code.co_varnames[: code.co_argcount]
        if set(names) != set(rules):
            raise TypeError(f"{function.__name__}: rules for {set(names) ^ set(rules)} do not fit")
        required = set(names[: len(names) - len(function.__defaults__ or ())])
        strict = np.errstate(over="raise", divide="raise", invalid="raise")(function)

        def check(*args: Any, **kwargs: Any) -> dict[str, Any]:
            given = dict(zip(names, args))  # noqa: B905 - strict=False takes time
            if kwargs or len(args) < len(required):
                given.update(kwargs)
                # Missing and unknown arguments are left to the function's own TypeError.
                if not required <= given.keys():
                    return given
                given = {name: given[name] for name in names if name in given}
            for name, value in given.items():
                rules[name](name, value, given)
            return given

        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            given = check(*args, **kwargs)
            try:
                return strict(*args, **kwargs)
            except FloatingPointError as error:
                reason = f"{function.__name__} meets an {error}"
                raise ValueError(_most_extreme(given, reason)) from error

        call.__dict__["check"] = check
        return call

    return decorate


def unchecked(function: F) -> F:
    """The function without its checks, for callers that have checked the arguments themselves."""
    return getattr(function, "__wrapped__", function)


def check_only(function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """Check arguments for a function without running it; one without checks takes them all."""
    check = getattr(function, "check", None)
    if check is not None:
        check(*args, **kwargs)


def _most_extreme(given: Mapping[str, Any], reason: str) -> str:
    """Blame the argument with the largest or smallest magnitude for an arithmetic error."""
    magnitudes = [
        (abs(math.log(abs(entry))), name, entry)
        for name, value in given.items()
        for entry in _extremes(value)
        if entry != 0
    ]
    if not magnitudes:
        return f"{', '.join(given)} must not all be 0, but they are: {reason}"
    _, name, entry = max(magnitudes)
    return f"{name} must stay in the number range, but it holds {entry:g}: {reason}"


def _extremes(value: Any) -> Iterator[float]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _extremes(item)
    elif isinstance(value, (np.ndarray, np.number, float, int)):
        size = np.abs(value)
        yield float(size.max())
        if np.any(size > 0):
            yield float(size[size > 0].min() if size.ndim else size)


def all_of(*rules: Rule) -> Rule:
    """Every rule must hold, the first ones first."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        for each in rules:
            each(name, value, given)

    return rule


# ---- arrays of floats -------------------------------------------------------------------------


def _good_floats(value: Any) -> bool:
    """The quick check that nearly every array passes; what fails it is looked at closely.

    The sum of squares needs one pass with BLAS, and is finite only if every entry is.
    """
    return (
        type(value) is np.ndarray
        and value.dtype.kind == "f"
        and value.size > 0
        and math.isfinite(np.vdot(value, value))
    )


def floats(name: str, value: Any, given: Mapping[str, Any] | None = None) -> None:
    """An array of finite floating-point numbers, at least one."""
    if _good_floats(value):
        return
    if not isinstance(value, (np.ndarray, np.floating)):
        raise ValueError(f"{name} must be a NumPy array of floats, but it is {brief(value)}")
    if value.dtype.kind != "f":
        raise ValueError(
            f"{name} must hold floats, but its dtype is {value.dtype}: convert it with"
            f" {name}.astype(np.float64)"
        )
    if value.size == 0:
        raise ValueError(f"{name} must not be empty, but its shape is {value.shape}")
    bad = np.argwhere(~np.isfinite(value))
    if len(bad):
        place = ", ".join(str(index) for index in bad[0])
        entry = f"{name}[{place}]" if place else name
        raise ValueError(
            f"{name} must be finite, but {entry} is {np.asarray(value)[tuple(bad[0])]}"
        )


def at_least_2d(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """Floats with an axis of samples and an axis of features; there may be more in between."""
    floats(name, value)
    if value.ndim < 2:
        raise ValueError(
            f"{name} must have at least 2 axes, samples first and features last,"
            f" but its shape is {value.shape}"
        )


def same_shape(other: str) -> Rule:
    """Floats of the shape of an earlier argument."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        floats(name, value)
        if value.shape != given[other].shape:
            raise ValueError(
                f"{name} must have the shape of {other}, which is {given[other].shape},"
                f" but its shape is {value.shape}"
            )

    return rule


def shaped(*axes: tuple[str, int] | None) -> Rule:
    """Floats with one axis for each entry: as long as an axis of an earlier argument, or free.

    `shaped(("x", -1), None)` fits a matrix with a row for every column of `x`.
    """

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        floats(name, value)
        shape = value.shape
        if len(shape) == len(axes):
            for length, axis in zip(shape, axes, strict=True):
                if axis is not None and length != given[axis[0]].shape[axis[1]]:
                    break
            else:
                return
        wanted = [
            "any" if axis is None else f"{given[axis[0]].shape[axis[1]]} as in {axis[0]}"
            for axis in axes
        ]
        comma = "," if len(axes) == 1 else ""
        raise ValueError(
            f"{name} must have the shape ({', '.join(wanted)}{comma}), but its shape is {shape}"
        )

    return rule


matrix = shaped(None, None)
images = shaped(None, None, None, None)


def per_feature(other: str) -> Rule:
    """One float for each entry on the last axis of an earlier argument."""
    return shaped((other, -1))


def odd_kernel(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """A convolution kernel whose height and width are odd, so that it has a centre."""
    if value.shape[0] % 2 == 0 or value.shape[1] % 2 == 0:
        raise ValueError(
            f"{name} must have an odd height and width, but its shape is {value.shape}"
        )


def splits_channels_of(other: str) -> Rule:
    """Kernels whose channels out add up to the channels of an earlier argument."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        channels = given[other].shape[3]
        total = sum(w.shape[3] for w in value)
        if total != channels:
            raise ValueError(
                f"{name} must have the {channels} channels of {other} between them,"
                f" but they have {total}"
            )

    return rule


def nonzero(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """An array that is not 0 everywhere."""
    if not value.any():
        raise ValueError(f"{name} must not be all 0, but it is")


def no_zero_column(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """A matrix in which every column has a direction."""
    zero = ~value.any(axis=0)
    if zero.any():
        raise ValueError(f"{name} must have no column of zeros, but column {zero.argmax()} is one")


def broadcasts_to(other: str) -> Rule:
    """Finite floats (an array or one number) that spread over `other` without changing its shape.

    For statistics of each feature: one number, or one number for each column of `other`.
    """

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        if isinstance(value, (float, int)):
            _any_number(name, value, given)
            return
        floats(name, value)
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
        if isinstance(lower, float) and np.minimum.reduce(value, axis=None) >= lower:
            return
        bound = given[lower] if isinstance(lower, str) else lower
        too_low = np.less(value, bound)
        if too_low.any():
            where = np.unravel_index(too_low.argmax(), too_low.shape)
            entry = np.broadcast_to(value, too_low.shape)[where]
            least = np.broadcast_to(bound, too_low.shape)[where]
            label = f"{lower} ({least})" if isinstance(lower, str) else f"{lower}"
            raise ValueError(f"{name} must nowhere be less than {label}, but it is {entry}")

    return rule


def each(item: Rule) -> Rule:
    """A list or tuple, not empty, whose items all keep a rule."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        if not isinstance(value, (list, tuple)) or not value:
            raise ValueError(
                f"{name} must be a list with something in it, but it is {brief(value)}"
            )
        for index, entry in enumerate(value):
            item(f"{name}[{index}]", entry, given)

    return rule


any_list_of_arrays = each(floats)


def arrays(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """A list or tuple of float arrays, not empty."""
    if not (type(value) is list and value and all(map(_good_floats, value))):
        any_list_of_arrays(name, value, given)


def array_or_arrays(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """Floats, or a list of float arrays: the weights of one layer or of a network."""
    (arrays if isinstance(value, (list, tuple)) else floats)(name, value, given)


def probabilities(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """A matrix whose rows are probabilities: not negative, with the sum 1."""
    matrix(name, value, given)
    nowhere_below(0.0)(name, value, given)
    sums = value.sum(axis=1)
    wrong = np.abs(sums - 1) > 1e-3
    if wrong.any():
        row = int(wrong.argmax())
        raise ValueError(f"{name} must hold rows that sum to 1, but row {row} sums to {sums[row]}")


def mixable_labels(samples: str) -> Rule:
    """A row of probabilities for every sample of an earlier argument."""
    return all_of(shaped((samples, 0), None), probabilities)


def class_labels(logits: str) -> Rule:
    """For each row of `logits`: the number of its class, or its probabilities of all classes."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        rows, classes = given[logits].shape
        _labels(name, value, rows, classes)

    return rule


def labels_of(samples: str, layers: str) -> Rule:
    """Class labels for samples, of as many classes as a network's last layer has biases."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        _labels(name, value, given[samples].shape[0], given[layers][-1].size)

    return rule


def _labels(name: str, value: Any, rows: int, classes: int) -> None:
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "iuf":
        raise ValueError(
            f"{name} must be an array of class numbers or of probabilities,"
            f" but it is {brief(value)}"
        )
    if value.dtype.kind == "f":
        probabilities(name, value, {})
        if value.shape != (rows, classes):
            raise ValueError(
                f"{name} must have the shape ({rows}, {classes}), a row for each sample,"
                f" but its shape is {value.shape}"
            )
        return
    if value.shape != (rows,):
        raise ValueError(
            f"{name} must hold one class for each of the {rows} samples,"
            f" but its shape is {value.shape}"
        )
    lowest, highest = np.minimum.reduce(value), np.maximum.reduce(value)
    if lowest < 0 or highest >= classes:
        raise ValueError(
            f"{name} must be from 0 to {classes - 1},"
            f" but it holds {lowest if lowest < 0 else highest}"
        )


def chained_layers(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """Weights and biases in turn, each matrix as wide as the next one is high."""
    arrays(name, value, given)
    if len(value) % 2:
        raise ValueError(
            f"{name} must be weights and biases in turn, but holds {len(value)} arrays"
        )
    for i in range(0, len(value), 2):
        if value[i].ndim != 2 or (i and value[i].shape[0] != value[i - 1].size):
            rows = value[i - 1].size if i else "any"
            raise ValueError(
                f"{name}[{i}] must have the shape ({rows}, any), but its shape is {value[i].shape}"
            )
        if value[i + 1].shape != value[i].shape[1:]:
            raise ValueError(
                f"{name}[{i + 1}] must have the shape {value[i].shape[1:]},"
                f" but its shape is {value[i + 1].shape}"
            )


def feeds(layers: str) -> Rule:
    """A matrix with as many columns as the first weights in a list of layers have rows."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        floats(name, value)
        rows = given[layers][0].shape[0]
        if value.ndim != 2 or value.shape[1] != rows:
            raise ValueError(
                f"{name} must have the shape (any, {rows}), but its shape is {value.shape}"
            )

    return rule


def convnet_layers(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """Two kernels and a matrix, each with its biases."""
    arrays(name, value, given)
    if len(value) != 6:
        raise ValueError(
            f"{name} must be two kernels and a matrix, each with its biases,"
            f" but holds {len(value)} arrays"
        )
    parts = {f"{name}[{i}]": array for i, array in enumerate(value)}
    first, second, dense = f"{name}[0]", f"{name}[2]", f"{name}[4]"
    shaped(None, None, None, None)(first, value[0], parts)
    shaped((first, 3))(f"{name}[1]", value[1], parts)
    shaped(None, None, (first, 3), None)(second, value[2], parts)
    shaped((second, 3))(f"{name}[3]", value[3], parts)
    shaped(None, None)(dense, value[4], parts)
    shaped((dense, 1))(f"{name}[5]", value[5], parts)
    odd_kernel(first, value[0], parts)
    odd_kernel(second, value[2], parts)


def feeds_convnet(layers: str) -> Rule:
    """Images whose channels and size fit the layers of a convnet."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        parts = {"first kernel": given[layers][0]}
        shaped(None, None, None, ("first kernel", 2))(name, value, parts)
        pixels = value.shape[1] * value.shape[2]
        wanted, rows = pixels * given[layers][2].shape[3], given[layers][4].shape[0]
        if rows != wanted:
            raise ValueError(
                f"{name} must have the size that {layers}[4] was made for, but its {pixels} pixels"
                f" need {wanted} rows, and there are {rows}"
            )

    return rule


# ---- numbers ----------------------------------------------------------------------------------


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
        if type(value) is float and low < value < high:
            return
        if isinstance(value, bool) or not isinstance(value, (float, int, np.floating, np.integer)):
            raise ValueError(f"{name} must be a number, but it is {brief(value)}")
        inside = (low < value if low_open else low <= value) and (
            value < high if high_open else value <= high
        )
        if not (inside and math.isfinite(value)):
            raise ValueError(f"{name} must be {wanted}, but it is {value}")

    return rule


_any_number = number()
positive = number(0.0, low_open=True)
not_negative = number(0.0)
share = number(0.0, 1.0)
share_below_1 = number(0.0, 1.0, high_open=True)


def integer(low: int) -> Rule:
    """An integer of at least `low`."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        if type(value) is int and value >= low:
            return
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
            raise ValueError(f"{name} must be an integer, but it is {brief(value)}")
        if value < low:
            raise ValueError(f"{name} must be at least {low}, but it is {value}")

    return rule


def greater_than(other: str) -> Rule:
    """A number greater than an earlier argument."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        if value <= given[other]:
            raise ValueError(
                f"{name} must be greater than {other} ({given[other]}), but it is {value}"
            )

    return rule


def at_least_sum_of(one: str, other: str) -> Rule:
    """A number at least as great as two earlier arguments together."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        least = given[one] + given[other]
        if value < least:
            raise ValueError(
                f"{name} must be at least {one} + {other} ({least}), but it is {value}"
            )

    return rule


def divides_features_of(other: str) -> Rule:
    """An integer that divides the number of features of an earlier argument."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        integer(1)(name, value, given)
        features = given[other].shape[-1]
        if features % value:
            raise ValueError(
                f"{name} must divide the {features} features of {other}, but it is {value}"
            )

    return rule


def lowest_loss(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """A finite number, or infinity for "none so far"."""
    if not (isinstance(value, float) and value == math.inf):
        _any_number(name, value, given)


# ---- everything else --------------------------------------------------------------------------


def generator(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """A NumPy random generator."""
    if not isinstance(value, np.random.Generator):
        raise ValueError(
            f"{name} must be a random generator such as np.random.default_rng(0),"
            f" but it is {brief(value)}"
        )


def function(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """Something that can be called."""
    if not callable(value):
        raise ValueError(f"{name} must be a function, but it is {brief(value)}")


def file_path(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """The path of a file that exists."""
    if not isinstance(value, (str, os.PathLike)):
        raise ValueError(f"{name} must be the path of a file, but it is {brief(value)}")
    if not os.path.isfile(value):
        raise ValueError(f"{name} must be the path of a file, but there is no file {value}")


def fans(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """The shape of a weight matrix: a tuple (fan_in, fan_out) of positive integers."""
    if not isinstance(value, tuple) or len(value) != 2:
        raise ValueError(f"{name} must be a tuple (fan_in, fan_out), but it is {brief(value)}")
    for fan in value:
        if isinstance(fan, bool) or not isinstance(fan, (int, np.integer)) or fan < 1:
            raise ValueError(f"{name} must hold two integers of at least 1, but it is {value}")


def at_least_two_sizes(name: str, value: Any, given: Mapping[str, Any]) -> None:
    """A tuple of at least two positive integers: the width of the input and of each layer."""
    if not isinstance(value, tuple) or len(value) < 2:
        raise ValueError(f"{name} must be a tuple of at least 2 sizes, but it is {brief(value)}")
    for index, size in enumerate(value):
        integer(1)(f"{name}[{index}]", size, given)


def sizes(count: int) -> Rule:
    """A tuple of `count` positive integers."""

    def rule(name: str, value: Any, given: Mapping[str, Any]) -> None:
        if not isinstance(value, tuple) or len(value) != count:
            raise ValueError(f"{name} must be a tuple of {count} sizes, but it is {brief(value)}")
        for index, size in enumerate(value):
            integer(1)(f"{name}[{index}]", size, given)

    return rule


def brief(value: Any) -> str:
    """The value as an error message shows it: short, with its type."""
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype} with the shape {value.shape}"
    text = repr(value)
    if len(text) > 60:
        text = text[:57] + "..."
    return f"{text} ({type(value).__name__})"
