"""What holds for every public function, found by walking the package.

A new function appears here by itself; it only needs an entry in `GOOD`.
"""

from __future__ import annotations

import ast
import copy
import doctest
import inspect
import math
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import training_tricks as tt

X = np.array([[0.5, -1.0, 2.0], [1.5, 3.0, -0.25], [-2.0, 0.75, 1.0], [0.1, -0.6, 0.9]])


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


# Arguments that are right, for every public function.
GOOD: dict[str, Callable[[], dict[str, Any]]] = {
    "standardize": lambda: {"x": X.copy(), "mean": X.mean(axis=0), "std": X.std(axis=0)},
    "minmax_scale": lambda: {"x": X.copy(), "low": X.min(axis=0), "high": X.max(axis=0)},
    "uniform": lambda: {"rng": rng(), "shape": (4, 3), "limit": 0.5},
    "truncated_normal": lambda: {"rng": rng(), "shape": (40, 30), "std": 0.5},
    "orthogonal": lambda: {"rng": rng(), "shape": (4, 3), "gain": 2.0},
    **{
        f"{rule}_{kind}": lambda: {"rng": rng(), "shape": (4, 3)}
        for rule in ("lecun", "glorot", "he")
        for kind in ("normal", "uniform")
    },
}


def public_functions() -> dict[str, Callable[..., Any]]:
    return {name: getattr(tt, name) for name in tt.__all__ if inspect.isfunction(getattr(tt, name))}


every_function = pytest.mark.parametrize("name", public_functions())


def leaves(result: Any) -> Iterator[Any]:
    """The arrays and numbers in a result, however nested."""
    if isinstance(result, (tuple, list)):
        for item in result:
            yield from leaves(item)
    elif isinstance(result, dict):
        yield from leaves(list(result.values()))
    else:
        yield result


def assert_same(one: Any, other: Any) -> None:
    pairs = list(zip(leaves(one), leaves(other), strict=True))
    assert pairs
    for a, b in pairs:
        assert np.asarray(a).dtype == np.asarray(b).dtype
        np.testing.assert_array_equal(a, b)


def test_every_function_has_good_arguments() -> None:
    assert sorted(GOOD) == sorted(public_functions())


@every_function
def test_nothing_is_mutated(name: str) -> None:
    arguments = GOOD[name]()
    before = copy.deepcopy({k: v for k, v in arguments.items() if k != "rng"})
    getattr(tt, name)(**arguments)
    assert_same([arguments[key] for key in before], list(before.values()))


@every_function
def test_same_arguments_give_the_same_numbers(name: str) -> None:
    function = getattr(tt, name)
    assert_same(function(**GOOD[name]()), function(**GOOD[name]()))


def shown_source(function: Callable[..., Any]) -> str:
    """The function as a page shows it: without its decorators and its docstring."""
    tree = ast.parse(inspect.getsource(inspect.unwrap(function)))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list = []
    definition.body = definition.body[1:]
    return ast.unparse(tree)


@every_function
def test_what_a_page_shows_runs_alone_and_gives_the_same_numbers(name: str) -> None:
    source = shown_source(getattr(tt, name))
    alone: dict[str, Any] = {"np": np}
    exec(source, alone)
    assert_same(alone[name](**GOOD[name]()), getattr(tt, name)(**GOOD[name]()))
    assert len(ast.parse(source).body[0].body) <= 15  # type: ignore[attr-defined]
    assert source.count("\n") <= 18, "a shown function is about 15 lines long"


def bad_values(value: Any) -> Iterator[tuple[Any, bool]]:
    """Values to try in the place of a good one, and whether each must be refused."""
    yield None, True
    yield "1", True
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        for number in (math.nan, math.inf, -math.inf):
            spoiled = value.copy()
            spoiled.flat[-1] = number
            yield spoiled, True
        yield np.zeros((0, *value.shape[1:])), True
        yield value.astype(np.int64), True
        yield value.tolist(), True
        yield value[None, None, None], False
        yield value[:1], False
        yield np.zeros_like(value), False
        yield np.ones_like(value), False
        yield -value, False
    elif isinstance(value, float):
        for number in (math.nan, math.inf, -math.inf):
            yield number, True
        for number in (0.0, -value, 1.0, 1e-300, 0, 3):
            yield number, False
        yield True, True
    elif isinstance(value, tuple):
        yield (0, *value[1:]), True
        yield (*value[:-1], -1), True
        yield (math.nan, *value[1:]), True
        yield value[:-1], True
        yield list(value), True
    elif isinstance(value, np.random.Generator):
        yield 0, True
        yield np.random, True
    else:
        raise AssertionError(f"no bad values are known for {value!r}")


def cases() -> Iterator[Any]:
    for name in public_functions():
        for argument, value in GOOD[name]().items():
            for number, (bad, refuse) in enumerate(bad_values(value)):
                yield pytest.param(name, argument, bad, refuse, id=f"{name}-{argument}-{number}")


@pytest.mark.parametrize(("name", "argument", "bad", "refuse"), list(cases()))
def test_bad_input_is_refused_by_name_or_gives_a_finite_result(
    name: str, argument: str, bad: Any, refuse: bool
) -> None:
    arguments = GOOD[name]() | {argument: bad}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            result = getattr(tt, name)(**arguments)
        except ValueError as error:
            refusal = str(error)
        else:
            assert not refuse, f"{name} took {argument} = {bad!r}"
            assert all(np.isfinite(leaf).all() for leaf in leaves(result))
            return
    named = refusal.split()[0].split("[")[0]
    # Where two arguments do not fit each other, either may be named.
    assert named == argument or (not refuse and named in arguments), refusal
    assert "but" in refusal, "the message says what the value is"


@every_function
def test_wrong_calls_stay_type_errors(name: str) -> None:
    arguments = GOOD[name]()
    with pytest.raises(TypeError):
        getattr(tt, name)(**arguments, unheard_of=1)
    with pytest.raises(TypeError):
        getattr(tt, name)()


def arrays_of(name: str) -> list[np.ndarray]:
    return [value for value in GOOD[name]().values() if isinstance(value, np.ndarray)]


@pytest.mark.parametrize("name", [name for name in GOOD if arrays_of(name)])
def test_float32_stays_float32(name: str) -> None:
    arguments = GOOD[name]()
    for key, value in arguments.items():
        if isinstance(value, np.ndarray) and value.dtype == np.float64:
            arguments[key] = value.astype(np.float32)
    for leaf in leaves(getattr(tt, name)(**arguments)):
        if isinstance(leaf, np.ndarray) and leaf.dtype.kind == "f":
            assert leaf.dtype == np.float32


@every_function
def test_examples_are_true_with_nothing_but_numpy_and_the_function(name: str) -> None:
    function = getattr(tt, name)
    finder = doctest.DocTestFinder()
    tests = finder.find(inspect.unwrap(function), name, globs={"np": np, name: function})
    examples = [test for test in tests if test.examples]
    assert examples, f"{name} has no example"
    output: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    for test in examples:
        runner.run(test, out=output.append)
    assert runner.failures == 0, "".join(output)


@every_function
def test_docstrings_have_their_sections(name: str) -> None:
    function = getattr(tt, name)
    text = inspect.getdoc(function) or ""
    for section in ("Parameters", "Returns", "Raises", "Examples"):
        assert f"\n{section}\n{'-' * len(section)}\n" in text, f"{name} lacks {section}"
    parameters = text.split("Parameters\n")[1].split("\nReturns\n")[0]
    for argument in inspect.signature(function).parameters:
        assert (
            f"\n{argument} : " in parameters
            or f", {argument} : " in parameters
            or (f"\n{argument}, " in parameters)
        ), f"{name} does not describe {argument}"
