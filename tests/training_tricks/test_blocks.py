from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import training_tricks as tt
from training_tricks import blocks

RULES: dict[str, tuple[Callable[..., Any], int, dict[str, Any]]] = {
    "sgd": (tt.sgd, 0, {"lr": 0.1}),
    "momentum": (tt.momentum, 1, {"lr": 0.1}),
    "nesterov": (tt.nesterov, 1, {"lr": 0.1}),
    "adagrad": (tt.adagrad, 1, {"lr": 0.1}),
    "rmsprop": (tt.rmsprop, 1, {"lr": 0.1}),
    "adam": (tt.adam, 2, {"t": 3}),
    "adamw": (tt.adamw, 2, {"t": 3, "weight_decay": 0.1}),
    "lion": (tt.lion, 1, {}),
    "a rule of one's own": (lambda w, g, lr: w - lr * np.tanh(g), 0, {"lr": 0.1}),
}


@pytest.mark.parametrize(("rule", "states", "options"), RULES.values(), ids=RULES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(sizes=st.tuples(st.integers(1, 40), st.integers(1, 40)), block=st.integers(8, 4000))
@settings(max_examples=20)
def test_blocks_give_exactly_what_the_whole_array_gives(
    rule: Callable[..., Any],
    states: int,
    options: dict[str, Any],
    dtype: type,
    sizes: tuple[int, int],
    block: int,
) -> None:
    rng = np.random.default_rng(sum(sizes))
    w: np.ndarray = rng.normal(size=sizes).astype(dtype)
    g: np.ndarray = rng.normal(size=sizes).astype(dtype)
    state: list[np.ndarray] = [rng.random(size=sizes).astype(dtype) for _ in range(states)]
    result = rule(w, g, *state, **options)
    expected = result if isinstance(result, tuple) else (result,)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_BYTES", block)
        tt.update_in_blocks(rule, w, g, *state, **options)
    for ours, theirs in zip((w, *state), expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_the_gradient_is_left_alone() -> None:
    g = np.arange(5.0)
    tt.update_in_blocks(tt.sgd, np.ones(5), g, lr=0.1)
    np.testing.assert_array_equal(g, np.arange(5.0))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"g": np.array([1.0, np.nan])}, r"g must be finite, but g\[1\] is nan"),
        ({"g": np.ones(3)}, r"g must have the shape of w, which is \(2,\), but .*\(3,\)"),
        ({"g": np.ones(4)[::2]}, r"g must be contiguous, but its strides are \(16,\)"),
        ({"lr": -1.0}, "lr must be at least 0.0, but it is -1.0"),
        ({"update": 3}, "update must be a function, but it is 3"),
        (
            {"update": lambda w, g, lr: (w, g)},
            "update must return w and as many state arrays as it is given, which is 0, but .* 2",
        ),
    ],
)
def test_nothing_is_written_when_an_argument_is_wrong(
    change: dict[str, Any], complaint: str
) -> None:
    w = np.ones(2)
    arguments: dict[str, Any] = {"update": tt.sgd, "w": w, "g": np.ones(2), "lr": 0.1} | change
    with pytest.raises(ValueError, match=complaint):
        tt.update_in_blocks(**arguments)
    np.testing.assert_array_equal(w, np.ones(2))


def test_state_is_checked_before_anything_is_written() -> None:
    w, state = np.ones(100_000), np.zeros(100_000)
    state[-1] = -1.0
    with pytest.raises(ValueError, match=r"s must nowhere be less than 0\.0, but it is -1\.0"):
        tt.update_in_blocks(tt.adagrad, w, np.ones_like(w), state, lr=0.1)
    np.testing.assert_array_equal(w, 1.0)
