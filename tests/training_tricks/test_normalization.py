import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import training_tricks as tt

SIGNALS = arrays(
    np.float64,
    array_shapes(min_dims=2, max_dims=4, min_side=2, max_side=6),
    elements=st.floats(-1e3, 1e3),
)


def ones_and_zeros(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.ones(x.shape[-1]), np.zeros(x.shape[-1])


@given(SIGNALS)
def test_batch_norm_gives_each_feature_mean_0_and_var_1(x: np.ndarray) -> None:
    y, mean, var = tt.batch_norm(x, *ones_and_zeros(x))
    over = tuple(range(x.ndim - 1))
    np.testing.assert_allclose(y.mean(axis=over), 0, atol=1e-6)
    # ε makes it a little less than 1.
    np.testing.assert_allclose(y.var(axis=over), var / (var + 1e-5), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(mean, x.mean(axis=over))


@given(SIGNALS)
def test_layer_norm_gives_each_sample_mean_0_and_var_1(x: np.ndarray) -> None:
    y = tt.layer_norm(x, *ones_and_zeros(x))
    var = x.var(axis=-1)
    np.testing.assert_allclose(y.mean(axis=-1), 0, atol=1e-6)
    np.testing.assert_allclose(y.var(axis=-1), var / (var + 1e-5), rtol=1e-6, atol=1e-9)


@given(SIGNALS)
def test_rms_norm_gives_each_sample_mean_square_1(x: np.ndarray) -> None:
    y = tt.rms_norm(x, np.ones(x.shape[-1]))
    square = np.square(x).mean(axis=-1)
    np.testing.assert_allclose(np.square(y).mean(axis=-1), square / (square + 1e-6), atol=1e-9)


@given(SIGNALS)
def test_group_norm_with_one_group_is_layer_norm_over_the_whole_sample(x: np.ndarray) -> None:
    flat = x.reshape(len(x), -1)
    expected = tt.layer_norm(flat, *ones_and_zeros(flat)).reshape(x.shape)
    ours = tt.group_norm(x, *ones_and_zeros(x), num_groups=1)
    np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-9)


def test_normalization_then_gamma_and_beta() -> None:
    x = np.random.default_rng(0).normal(size=(50, 3))
    gamma, beta = np.array([1.0, 2.0, -3.0]), np.array([5.0, 0.0, 1.0])
    plain, mean, var = tt.batch_norm(x, *ones_and_zeros(x))
    np.testing.assert_allclose(tt.batch_norm(x, gamma, beta)[0], gamma * plain + beta)
    np.testing.assert_allclose(
        tt.batch_norm_inference(x, gamma, beta, mean, var), gamma * plain + beta
    )


def test_bias_before_batch_norm_changes_nothing() -> None:
    x = np.random.default_rng(0).normal(size=(50, 3))
    y, _, _ = tt.batch_norm(x, *ones_and_zeros(x))
    shifted, _, _ = tt.batch_norm(x + np.array([10.0, -3.0, 0.5]), *ones_and_zeros(x))
    np.testing.assert_allclose(shifted, y, atol=1e-12)


def test_a_batch_of_one_and_a_constant_feature_become_beta() -> None:
    beta = np.array([4.0, -1.0])
    one = np.array([[3.0, 1e6]])
    np.testing.assert_array_equal(tt.batch_norm(one, np.ones(2), beta)[0], [[4.0, -1.0]])
    for gradient in tt.batch_norm_backward(one, one, np.ones(2))[:2]:
        np.testing.assert_array_equal(gradient, np.zeros_like(gradient))
    constant = np.array([[3.0, 1.0], [3.0, 2.0]])
    np.testing.assert_array_equal(tt.batch_norm(constant, np.ones(2), beta)[0][:, 0], [4.0, 4.0])


def test_samples_of_zeros_stay_finite() -> None:
    zeros = np.zeros((2, 4))
    np.testing.assert_array_equal(tt.rms_norm(zeros, np.ones(4)), zeros)
    np.testing.assert_array_equal(tt.layer_norm(zeros, *ones_and_zeros(zeros)), zeros)
    np.testing.assert_array_equal(tt.group_norm(zeros, *ones_and_zeros(zeros), 2), zeros)


def test_weight_norm_takes_the_direction_from_v_and_the_length_from_g() -> None:
    v = np.random.default_rng(0).normal(size=(5, 3))
    W = tt.weight_norm(v, np.array([1.0, 2.0, 3.0]))
    np.testing.assert_allclose(np.linalg.norm(W, axis=0), [1, 2, 3])
    np.testing.assert_allclose(tt.weight_norm(7 * v, np.array([1.0, 2.0, 3.0])), W)


def test_messages_of_shapes_that_do_not_fit() -> None:
    x = np.ones((4, 6))
    with pytest.raises(
        ValueError, match=r"gamma must have the shape \(6 as in x,\), but .* \(5,\)"
    ):
        tt.layer_norm(x, np.ones(5), np.ones(6))
    with pytest.raises(ValueError, match="num_groups must divide the 6 features of x, but it is 4"):
        tt.group_norm(x, np.ones(6), np.zeros(6), num_groups=4)
    with pytest.raises(ValueError, match="v must have no column of zeros, but column 1 is one"):
        tt.weight_norm(np.array([[1.0, 0.0], [1.0, 0.0]]), np.ones(2))
    with pytest.raises(ValueError, match=r"x must have at least 2 axes.*but its shape is \(6,\)"):
        tt.batch_norm(np.ones(6), np.ones(6), np.ones(6))
