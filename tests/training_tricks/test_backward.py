"""Every gradient in the package agrees with central differences.

Functions with a `_backward` are found by walking the package, so that none can be forgotten.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import training_tricks as tt
from support.good_arguments import GOOD

PAIRS = [name.removesuffix("_backward") for name in tt.__all__ if name.endswith("_backward")]
seeds = st.integers(0, 2**32 - 1)
# Derandomized: central differences across the kink of ReLU would be wrong once in a thousand runs.
steady = settings(derandomize=True, max_examples=10)


def redrawn(value: Any, rng: np.random.Generator) -> Any:
    if isinstance(value, list):
        return [redrawn(item, rng) for item in value]
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return rng.normal(size=value.shape)
    return value


def arrays_in(arguments: dict[str, Any]) -> list[np.ndarray]:
    flat = []
    for value in arguments.values():
        flat += value if isinstance(value, list) else [value]
    return [array for array in flat if isinstance(array, np.ndarray) and array.dtype.kind == "f"]


def flattened(gradients: Any) -> list[np.ndarray]:
    flat = []
    for gradient in gradients if isinstance(gradients, tuple) else (gradients,):
        flat += gradient if isinstance(gradient, list) else [gradient]
    return flat


def numerical(value: Callable[[], float], w: np.ndarray) -> np.ndarray:
    """The numerical gradient of `value()`, which reads `w` itself."""

    def at(changed: np.ndarray) -> float:
        kept = w.copy()
        w[...] = changed
        result = value()
        w[...] = kept
        return result

    return tt.numerical_gradient(at, w)


@pytest.mark.parametrize("name", PAIRS)
@given(seed=seeds)
@steady
def test_backward_functions(name: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    forward, backward = getattr(tt, name), getattr(tt, f"{name}_backward")
    arguments = {key: redrawn(value, rng) for key, value in GOOD[name]().items()}

    def result() -> np.ndarray:
        if "rng" in arguments:
            arguments["rng"] = np.random.default_rng(seed)
        y = forward(**arguments)
        return y[0] if isinstance(y, tuple) else y

    dy = rng.normal(size=result().shape)
    given_names = list(inspect.signature(backward).parameters)
    known = {given_names[0]: dy, **arguments}
    if name == "dropout":
        arguments["rng"] = np.random.default_rng(seed)
        known["mask"] = forward(**arguments)[1]
    gradients = flattened(backward(**{key: known[key] for key in given_names}))
    inputs = arrays_in(arguments)
    assert len(gradients) == len(inputs)
    for w, gradient in zip(inputs, gradients, strict=True):
        assert gradient.shape == w.shape
        expected = numerical(lambda: float((dy * result()).sum()), w)
        assert tt.gradient_error(gradient, expected) < 1e-7


@pytest.mark.parametrize(
    "name", ["softmax_cross_entropy", "mean_squared_error", "l1_penalty", "l2_penalty"]
)
@given(seed=seeds)
@steady
def test_losses_and_penalties(name: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    arguments = {key: redrawn(value, rng) for key, value in GOOD[name]().items()}
    _, gradient = getattr(tt, name)(**arguments)
    expected = numerical(lambda: float(getattr(tt, name)(**arguments)[0]), arrays_in(arguments)[0])
    assert tt.gradient_error(gradient, expected) < 1e-7


@pytest.mark.parametrize("name", ["mlp_gradients", "convnet_gradients"])
@given(seed=seeds)
@steady
def test_networks(name: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    arguments = {key: redrawn(value, rng) for key, value in GOOD[name]().items()}
    _, gradients = getattr(tt, name)(**arguments)
    for w, gradient in zip(arguments["params"], gradients, strict=True):
        expected = numerical(lambda: float(getattr(tt, name)(**arguments)[0]), w)
        assert tt.gradient_error(gradient, expected) < 1e-7
