import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import training_tricks as tt

GRADIENTS = arrays(np.float64, array_shapes(max_dims=3, max_side=5), elements=st.floats(-1e6, 1e6))
THRESHOLDS = st.floats(1e-3, 1e3)


@given(GRADIENTS, THRESHOLDS)
def test_clipped_norm_is_the_smaller_of_norm_and_threshold(g: np.ndarray, theta: float) -> None:
    clipped = tt.clip_by_norm(g, theta)
    assert np.linalg.norm(clipped) == pytest.approx(min(np.linalg.norm(g), theta))
    np.testing.assert_allclose(clipped * np.linalg.norm(g), g * np.linalg.norm(clipped), atol=1e-9)


@given(st.lists(GRADIENTS, min_size=1, max_size=4), THRESHOLDS)
def test_one_factor_for_all_gradients(grads: list[np.ndarray], theta: float) -> None:
    clipped = tt.clip_by_global_norm(grads, theta)
    assert tt.global_norm(clipped) == pytest.approx(min(tt.global_norm(grads), theta))
    one = tt.clip_by_norm(np.concatenate([g.ravel() for g in grads]), theta)
    np.testing.assert_allclose(np.concatenate([g.ravel() for g in clipped]), one, atol=1e-9)


@given(GRADIENTS, THRESHOLDS)
def test_clip_by_value_touches_only_what_is_beyond(g: np.ndarray, limit: float) -> None:
    clipped = tt.clip_by_value(g, limit)
    inside = np.abs(g) <= limit
    np.testing.assert_array_equal(clipped[inside], g[inside])
    np.testing.assert_array_equal(clipped[~inside], limit * np.sign(g[~inside]))


def test_just_above_the_threshold_nothing_jumps() -> None:
    # Divided by its norm alone, a gradient of norm 10.01 would fall to 1.
    assert tt.clip_by_norm(np.array([10.01]), max_norm=10.0)[0] == pytest.approx(10.0)


@pytest.mark.parametrize("size", [1e-40, 1e-20, 1e20, 3e38])
def test_float32_gradients_of_any_size_keep_their_direction(size: float) -> None:
    g = np.array([0.6, -0.8], np.float32) * np.float32(size)
    rtol = 1e-4 if size < 1e-38 else 1e-6  # subnormal numbers have few digits
    np.testing.assert_allclose(tt.normalize_gradient(g), [0.6, -0.8], rtol=rtol)
    step = tt.normalized_gradient_descent(np.zeros(2, np.float32), g, lr=1.0)
    np.testing.assert_allclose(step, [-0.6, 0.8], rtol=rtol)
    assert tt.global_norm([g]) == pytest.approx(size, rel=rtol)
    np.testing.assert_allclose(tt.clip_by_norm(g, 1.0), g / max(size, 1.0), rtol=rtol)
    np.testing.assert_allclose(tt.gradient_error(g, -g), 1.0)


def test_a_gradient_of_zero_stays_zero() -> None:
    zero = np.zeros((2, 3))
    for result in (
        tt.normalize_gradient(zero),
        tt.clip_by_norm(zero, 1.0),
        tt.clip_by_global_norm([zero], 1.0)[0],
        tt.normalized_gradient_descent(zero, zero, lr=1.0),
    ):
        np.testing.assert_array_equal(result, zero)
    assert tt.gradient_error(zero, zero) == 0.0


def test_numerical_gradient_of_a_function_with_a_known_one() -> None:
    w = np.array([[0.5, -1.0], [2.0, 0.1]])
    expected = np.cos(w) * np.exp(w)
    found = tt.numerical_gradient(
        lambda w: float((np.exp(w) * (np.sin(w) + np.cos(w)) / 2).sum()), w
    )
    np.testing.assert_allclose(found, expected, rtol=1e-8)


def test_numerical_gradient_of_float32_weights_is_taken_in_float64() -> None:
    w = np.array([1000.0], np.float32)
    found = tt.numerical_gradient(lambda w: float((w**2).sum()), w)
    assert found.dtype == np.float32
    assert found[0] == pytest.approx(2000.0, rel=1e-6)


def test_norms_layer_by_layer() -> None:
    assert tt.norm_per_layer([np.array([[3.0], [4.0]]), np.array([-2.0])]) == [5.0, 2.0]


def test_a_gradient_that_is_not_finite_is_named_with_its_place() -> None:
    grads = [np.zeros((2, 2)), np.array([[0.0, 1.0], [np.nan, 2.0]])]
    with pytest.raises(
        ValueError, match=r"grads\[1\] must be finite, but grads\[1\]\[1, 0\] is nan"
    ):
        tt.clip_by_global_norm(grads, 1.0)


def test_a_norm_beyond_float64_is_refused_rather_than_taken_for_infinity() -> None:
    with pytest.raises(ValueError, match=r"g must stay in the number range, but it holds 1e\+200"):
        tt.clip_by_norm(np.array([1e200, 1.0]), max_norm=1.0)
