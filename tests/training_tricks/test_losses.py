import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import training_tricks as tt

LOGITS = arrays(np.float64, (4, 5), elements=st.floats(-500, 500))
LABELS = np.array([0, 4, 2, 2])


@given(LOGITS, st.floats(-1e4, 1e4))
def test_a_constant_added_to_the_logits_changes_nothing(logits: np.ndarray, shift: float) -> None:
    one, gradient = tt.softmax_cross_entropy(logits, LABELS)
    other, shifted = tt.softmax_cross_entropy(logits + shift, LABELS)
    assert one == pytest.approx(other, rel=1e-6, abs=1e-6)
    np.testing.assert_allclose(gradient, shifted, atol=1e-6)


@given(LOGITS)
def test_the_gradient_of_each_sample_sums_to_0(logits: np.ndarray) -> None:
    _, gradient = tt.softmax_cross_entropy(logits, LABELS, label_smoothing=0.1)
    np.testing.assert_allclose(gradient.sum(axis=1), 0, atol=1e-12)


@pytest.mark.parametrize("classes", [2, 10, 1000])
def test_equal_logits_give_ln_k(classes: int) -> None:
    loss, _ = tt.softmax_cross_entropy(np.full((3, classes), 7.0), np.array([0, 1, 1]))
    assert loss == pytest.approx(math.log(classes))


def test_logits_of_any_size_stay_finite() -> None:
    loss, gradient = tt.softmax_cross_entropy(np.array([[1e300, -1e300]]), np.array([1]))
    assert loss == pytest.approx(2e300)
    np.testing.assert_array_equal(gradient, [[1.0, -1.0]])


def test_smoothing_moves_the_best_logits_to_where_it_says() -> None:
    # The gradient is 0 where softmax(logits) is the smoothed label: 0.7 + 0.3 / 3 and 0.3 / 3.
    logits = np.log([[0.8, 0.1, 0.1]])
    _, gradient = tt.softmax_cross_entropy(logits, np.array([0]), label_smoothing=0.3)
    np.testing.assert_allclose(gradient, 0, atol=1e-15)


def test_mean_squared_error_by_hand() -> None:
    loss, gradient = tt.mean_squared_error(np.array([[1.0, 2.0]]), np.array([[0.0, 4.0]]))
    assert loss == 2.5
    np.testing.assert_array_equal(gradient, [[1.0, -2.0]])


def test_labels_that_cannot_be() -> None:
    logits = np.zeros((2, 3))
    for labels, complaint in (
        (np.array([0, 3]), "labels must be from 0 to 2, but it holds 3"),
        (np.array([-1, 0]), "labels must be from 0 to 2, but it holds -1"),
        (np.array([0]), r"labels must hold one class for each of the 2 samples.*\(1,\)"),
        (np.array([[0.5, 0.5, 0.5], [1, 0, 0]]), "rows that sum to 1, but row 0 sums to 1.5"),
        (np.ones((2, 1)), r"labels must have the shape \(2, 3\)"),
        ([0, 1], "labels must be an array of class numbers or of probabilities"),
    ):
        with pytest.raises(ValueError, match=complaint):
            tt.softmax_cross_entropy(logits, labels)
