import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from training_tricks import minmax_scale, standardize

DATA = arrays(
    np.float64, st.tuples(st.integers(2, 20), st.integers(1, 5)), elements=st.floats(-1e6, 1e6)
)


@given(DATA)
def test_standardized_features_have_mean_0_and_std_1(x: np.ndarray) -> None:
    y = standardize(x, x.mean(axis=0), x.std(axis=0))
    varies = x.std(axis=0) > 1e-6 * (1 + np.abs(x).max(axis=0))
    np.testing.assert_allclose(y[:, varies].mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(y[:, varies].std(axis=0), 1, atol=1e-6)


@given(DATA)
def test_min_max_scaled_features_span_0_to_1(x: np.ndarray) -> None:
    y = minmax_scale(x, x.min(axis=0), x.max(axis=0))
    varies = x.min(axis=0) < x.max(axis=0)
    np.testing.assert_array_equal(y.min(axis=0), np.zeros(x.shape[1]))
    np.testing.assert_array_equal(y.max(axis=0), np.where(varies, 1.0, 0.0))


def test_a_constant_feature_becomes_0_although_its_computed_std_is_not() -> None:
    x = np.full((3, 1), 0.1)
    assert x.std(axis=0) > 0, "the rounding that this test is about"
    y = standardize(x, x.mean(axis=0), x.std(axis=0))
    np.testing.assert_allclose(y, 0, atol=1e-15)


def test_new_data_keeps_the_scale_of_the_training_data() -> None:
    new = np.array([[5.0], [25.0]])
    np.testing.assert_array_equal(standardize(new, 10.0, 5.0), [[-1.0], [3.0]])
    np.testing.assert_array_equal(minmax_scale(new, 10.0, 20.0), [[-0.5], [1.5]])


@pytest.mark.parametrize("as_type", [np.float32, float])
def test_statistics_as_single_numbers_keep_float32(as_type: type) -> None:
    x = np.ones((2, 3), np.float32)
    assert standardize(x, as_type(0.5), as_type(2.0)).dtype == np.float32
    assert minmax_scale(x, as_type(0.5), as_type(2.0)).dtype == np.float32


def test_statistics_must_fit_the_features() -> None:
    x = np.ones((4, 3))
    with pytest.raises(ValueError, match=r"mean must fit .* x, whose shape is \(4, 3\).* \(4,\)"):
        standardize(x, np.ones(4), np.ones(3))
    with pytest.raises(ValueError, match=r"std must nowhere be less than 0.0, but it is -2.0"):
        standardize(x, np.ones(3), np.array([1.0, -2.0, 1.0]))
    with pytest.raises(
        ValueError, match=r"high must nowhere be less than low \(1.0\), but it is 0.5"
    ):
        minmax_scale(x, np.ones(3), 0.5)


def test_new_values_of_a_constant_feature_are_shifted_and_not_scaled() -> None:
    new = np.array([[5.0, 5.0]])
    np.testing.assert_array_equal(standardize(new, np.array([3.0, 3.0]), np.zeros(2)), [[2.0, 2.0]])
    np.testing.assert_array_equal(minmax_scale(new, 3.0, 3.0), [[2.0, 2.0]])
