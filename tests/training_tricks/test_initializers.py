import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import training_tricks as tt

SHAPE = (600, 400)
Draw = Callable[[np.random.Generator, Any], np.ndarray]

# Each rule's Var[w] as its paper gives it.
RULES: dict[Draw, float] = {
    tt.lecun_normal: 1 / 600,
    tt.lecun_uniform: 1 / 600,
    tt.glorot_normal: 2 / 1000,
    tt.glorot_uniform: 2 / 1000,
    tt.he_normal: 2 / 600,
    tt.he_uniform: 2 / 600,
}


@pytest.mark.parametrize(
    ("draw", "variance"), RULES.items(), ids=lambda v: getattr(v, "__name__", "")
)
def test_moments_are_those_of_the_rule(draw: Draw, variance: float) -> None:
    W = draw(np.random.default_rng(1), SHAPE)
    count = W.size
    assert W.shape == SHAPE
    assert abs(W.mean()) < 4 * math.sqrt(variance / count)
    # The variance of a sample variance is at most 2 σ⁴ / n for both kinds.
    assert abs(W.var() / variance - 1) < 4 * math.sqrt(2 / count)


@pytest.mark.parametrize("draw", [tt.lecun_uniform, tt.glorot_uniform, tt.he_uniform])
def test_uniform_rules_stay_in_their_bounds_and_reach_them(draw: Draw) -> None:
    W = draw(np.random.default_rng(2), SHAPE)
    bound = math.sqrt(3 * RULES[draw])
    assert 0.999 * bound < np.abs(W).max() <= bound


def test_uniform_has_a_third_of_the_squared_limit_as_variance() -> None:
    W = tt.uniform(np.random.default_rng(3), SHAPE, limit=0.6)
    assert W.var() == pytest.approx(0.12, rel=0.01)
    assert np.abs(W).max() <= 0.6


def test_truncated_normal_has_the_std_it_was_asked_for() -> None:
    W = tt.truncated_normal(np.random.default_rng(4), SHAPE, std=0.5)
    # std of a standard normal cut off at ±2: √(1 - 4 φ(2) / (2 Φ(2) - 1))
    density = math.exp(-2) / math.sqrt(2 * math.pi)
    std_after_cut = math.sqrt(1 - 4 * density / math.erf(math.sqrt(2)))
    assert W.std() == pytest.approx(0.5, rel=0.005)
    assert 0.99 < np.abs(W).max() / (0.5 * 2 / std_after_cut) <= 1.0


@pytest.mark.parametrize("shape", [(5, 5), (7, 3), (3, 7), (1, 4), (4, 1)])
def test_orthogonal_has_every_singular_value_equal_to_the_gain(shape: tuple[int, int]) -> None:
    W = tt.orthogonal(np.random.default_rng(5), shape, gain=1.5)
    np.testing.assert_allclose(np.linalg.svd(W, compute_uv=False), 1.5, rtol=1e-12)


def test_orthogonal_prefers_no_direction() -> None:
    # Under the uniform distribution each entry has mean 0; QR without the sign rule has not.
    rng = np.random.default_rng(6)
    mean = np.mean([tt.orthogonal(rng, (2, 2)) for _ in range(2000)], axis=0)
    assert np.abs(mean).max() < 4 * math.sqrt(0.5 / 2000)


@pytest.mark.parametrize("draw", [*RULES, tt.orthogonal])
@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (-1, 3), (2.0, 3), (3,), [3, 3], (True, 2)])
def test_a_shape_needs_two_positive_fans(draw: Draw, shape: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=r"^shape must"):
        draw(np.random.default_rng(0), shape)


def relu(x: np.ndarray) -> np.ndarray:
    return np.where(x > 0, x, 0)


def linear(x: np.ndarray) -> np.ndarray:
    return x


@pytest.mark.parametrize(
    ("draw", "activation"),
    [
        (tt.lecun_normal, linear),
        (tt.lecun_uniform, linear),
        (tt.glorot_normal, linear),
        (tt.glorot_uniform, linear),
        (tt.orthogonal, linear),
        (tt.he_normal, relu),
        (tt.he_uniform, relu),
    ],
)
def test_the_signal_keeps_its_size_through_20_layers(
    draw: Draw, activation: Callable[[np.ndarray], np.ndarray]
) -> None:
    rng = np.random.default_rng(7)
    width = 512
    x = rng.normal(size=(256, width))
    start = np.sqrt(np.mean(x**2))
    for _ in range(20):
        x = activation(x) @ draw(rng, (width, width))
    assert 0.6 < np.sqrt(np.mean(x**2)) / start < 1.6
