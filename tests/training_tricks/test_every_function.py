"""What holds for every public function, found by walking the package.

A new function appears here by itself; it only needs an entry in `support.good_arguments`.
"""

from __future__ import annotations

import ast
import copy
import doctest
import inspect
import math
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import training_tricks as tt
from support.good_arguments import GOOD

# Functions of these modules are used, not shown: they call other functions.
NOT_SHOWN = {"training_tricks.blocks", "training_tricks.data", "training_tricks.networks"}


def public_functions() -> dict[str, Callable[..., Any]]:
    return {name: getattr(tt, name) for name in tt.__all__ if inspect.isfunction(getattr(tt, name))}


def call(name: str, arguments: dict[str, Any]) -> Any:
    """The function's result; for the one that writes in place, what it has written."""
    result = getattr(tt, name)(**arguments)
    return arguments["w"] if name == "update_in_blocks" else result


def shown(name: str) -> bool:
    return public_functions()[name].__module__ not in NOT_SHOWN


every_function = pytest.mark.parametrize("name", public_functions())
every_shown_function = pytest.mark.parametrize(
    "name", [name for name in public_functions() if shown(name)]
)


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


@pytest.mark.parametrize("name", [name for name in GOOD if name != "update_in_blocks"])
def test_nothing_is_mutated(name: str) -> None:
    arguments = GOOD[name]()
    before = copy.deepcopy({k: v for k, v in arguments.items() if k not in ("rng", "path")})
    result = call(name, arguments)
    for argument, value in before.items():
        for one, other in zip(leaves(arguments[argument]), leaves(value), strict=True):
            if isinstance(other, np.ndarray):
                np.testing.assert_array_equal(one, other, err_msg=argument)
                # Writing into a result must not reach an argument either.
                kept = name == "early_stopping"
                assert kept or not any(np.shares_memory(one, leaf) for leaf in leaves(result))


@every_function
def test_same_arguments_give_the_same_numbers(name: str) -> None:
    assert_same(call(name, GOOD[name]()), call(name, GOOD[name]()))


def shown_source(function: Callable[..., Any]) -> str:
    """The function as a page shows it: without its decorators and its docstring."""
    tree = ast.parse(inspect.getsource(inspect.unwrap(function)))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list = []
    definition.body = definition.body[1:]
    return ast.unparse(tree)


@every_shown_function
def test_what_a_page_shows_runs_alone_and_gives_the_same_numbers(name: str) -> None:
    alone: dict[str, Any] = {"np": np}
    exec(shown_source(getattr(tt, name)), alone)
    assert_same(alone[name](**GOOD[name]()), call(name, GOOD[name]()))


@every_shown_function
def test_what_a_page_shows_is_short(name: str) -> None:
    source = inspect.getsource(inspect.unwrap(getattr(tt, name)))
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef)
    assert isinstance(definition.body[0], ast.Expr), "the docstring"
    last_of_docstring = definition.body[0].end_lineno
    assert last_of_docstring is not None
    lines = source.splitlines()[last_of_docstring:]
    assert len(lines) <= 16, f"{len(lines)} lines"
    assert max(map(len, lines)) <= 88


def bad_floats(value: np.ndarray) -> Iterator[tuple[Any, bool]]:
    for number in (math.nan, math.inf, -math.inf):
        spoiled = value.copy()
        spoiled.flat[-1] = number
        yield spoiled, True
    yield np.zeros((0, *value.shape[1:])), True
    yield value.astype(np.int64), True
    yield value.astype(complex), True
    yield value.tolist(), True
    yield value[None, None, None], False
    yield value[:1], False
    yield value[..., :1], False
    yield np.zeros_like(value), False
    yield np.ones_like(value), False
    yield -value, False
    yield np.abs(value) * 1e300, False
    yield np.abs(value) * 1e-320, False


def bad_values(value: Any) -> Iterator[tuple[Any, bool]]:
    """Values to try in the place of a good one, and whether each must be refused."""
    yield None, True
    yield "1", True
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        yield from bad_floats(value)
    elif isinstance(value, np.ndarray):
        yield value[:0], True
        yield value[:1], True
        yield value - 1, True
        yield value + 1, True
        yield np.full(value.shape, math.nan), True
        yield value.tolist(), True
        yield value[None], True
    elif isinstance(value, list):
        yield [], True
        yield value[0], False
        yield value[:-1], False
        yield [*value, value[0]], False
        for bad, refuse in bad_floats(value[-1]):
            yield [*value[:-1], bad], refuse
        for bad, refuse in bad_floats(value[0]):
            yield [bad, *value[1:]], refuse
    elif isinstance(value, float):
        for number in (math.nan, -math.inf):
            yield number, True
        for number in (math.inf, 0.0, -value, 1.0, 1e-320, 1e300, 0, 3):
            yield number, False
        yield True, True
    elif isinstance(value, int):
        for number in (1.5, math.nan, math.inf, -1, True):
            yield number, True
        for number in (0, 1, 7, 100):
            yield number, False
    elif isinstance(value, tuple):
        yield (0, *value[1:]), True
        yield (*value[:-1], -1), True
        yield (math.nan, *value[1:]), True
        yield value[:-1], len(value) == 2
        yield list(value), True
    elif isinstance(value, np.random.Generator):
        yield 0, True
        yield np.random, True
    elif isinstance(value, Path):
        yield value.parent, True
        yield value.with_name("no such file"), True
        yield 1, True
    elif callable(value):
        yield 1.0, True
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
            result = call(name, arguments)
        except ValueError as error:
            refusal = str(error)
        else:
            assert not refuse, f"{name} took {argument} = {bad!r}"
            assert all(np.isfinite(leaf).all() for leaf in leaves(result) if leaf is not None)
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
    if arguments:
        with pytest.raises(TypeError):
            getattr(tt, name)()


def has_arrays(name: str) -> bool:
    return any(isinstance(leaf, np.ndarray) for leaf in leaves(GOOD[name]()))


def as_float32(value: Any) -> Any:
    if isinstance(value, list):
        return [as_float32(item) for item in value]
    if isinstance(value, np.ndarray) and value.dtype == np.float64:
        return value.astype(np.float32)
    return value


@pytest.mark.parametrize("name", [name for name in GOOD if has_arrays(name)])
def test_float32_stays_float32(name: str) -> None:
    arguments = {key: as_float32(value) for key, value in GOOD[name]().items()}
    for leaf in leaves(call(name, arguments)):
        if isinstance(leaf, (np.ndarray, np.floating)):
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
