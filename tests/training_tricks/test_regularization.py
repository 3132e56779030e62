import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import training_tricks as tt


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.5, 0.9])
def test_dropout_keeps_the_mean_and_has_the_variance_of_its_docstring(rate: float) -> None:
    count = 200_000
    y, mask = tt.dropout(np.random.default_rng(0), np.full(count, 3.0), rate)
    variance = 9 * rate / (1 - rate)
    assert abs(y.mean() - 3) <= 4 * math.sqrt(variance / count)
    assert y.var() == pytest.approx(variance, rel=0.05)
    assert np.mean(mask == 0) == pytest.approx(rate, abs=0.01)
    np.testing.assert_array_equal(y, 3 * mask)


def test_stochastic_depth_drops_whole_samples_and_keeps_the_mean() -> None:
    x = np.random.default_rng(1).normal(size=(10_000, 3)) + 2
    y, mask = tt.stochastic_depth(np.random.default_rng(0), x, rate=0.4)
    dropped = (y == 0).all(axis=1)
    assert dropped.mean() == pytest.approx(0.4, abs=0.02)
    np.testing.assert_array_equal(y[~dropped], x[~dropped] / 0.6)
    assert y.mean() == pytest.approx(x.mean(), rel=0.05)
    np.testing.assert_array_equal(tt.dropout_backward(x, mask), y)


def test_penalties_by_hand() -> None:
    w = np.array([[3.0, -4.0], [0.0, 1.0]])
    assert tt.l1_penalty(w, 0.5)[0] == 4.0
    assert tt.l2_penalty(w, 0.5)[0] == 6.5


@given(st.integers(2, 10), st.floats(0, 0.99))
def test_smoothed_labels_stay_probabilities(classes: int, alpha: float) -> None:
    smooth = tt.smooth_labels(np.eye(classes), alpha)
    np.testing.assert_allclose(smooth.sum(axis=1), 1)
    np.testing.assert_allclose(smooth[0, 0], 1 - alpha + alpha / classes)


def test_mixup_mixes_samples_and_labels_in_one_proportion() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(6, 2))
    labels = np.eye(6)
    mixed_x, mixed_labels = tt.mixup(rng, x, labels, alpha=1.0)
    # The labels say which samples went into each: so they rebuild it.
    np.testing.assert_allclose(mixed_labels @ x, mixed_x)
    np.testing.assert_allclose(mixed_labels.sum(axis=1), 1)
    assert (mixed_labels.max(axis=1) < 1).any()


def test_mixup_proportions_follow_beta() -> None:
    rng = np.random.default_rng(0)
    x, labels = np.array([[0.0], [1.0]]), np.eye(2)
    draws = [tt.mixup(rng, x, labels, alpha=0.5)[0] for _ in range(4000)]
    mixed = np.array([draw[0, 0] for draw in draws])
    # Beta(α, α) has the variance 1 / (4 (2α + 1)), and every other pair is mixed with itself.
    second = np.mean(mixed * (1 - mixed))
    assert second == pytest.approx(0.5 * (0.25 - 1 / 8), rel=0.1)


def test_early_stopping_restores_the_best_weights_and_waits_for_its_patience() -> None:
    best_w: Any
    best_loss, best_w, waited = np.inf, np.zeros(1), 0
    stops = []
    for epoch, loss in enumerate([3.0, 2.0, 2.1, 1.9, 2.0, 1.9, 2.2, 1.0]):
        w = np.array([float(epoch)])
        best_loss, best_w, waited, stop = tt.early_stopping(
            loss, w, best_loss, best_w, waited, patience=3
        )
        stops.append(stop)
        if stop:
            break
    assert stops == [False] * 6 + [True]
    assert (best_loss, best_w[0], waited) == (1.9, 3.0, 3)


def test_early_stopping_refuses_a_loss_that_is_not_a_number() -> None:
    with pytest.raises(ValueError, match="loss must be finite, but it is nan"):
        tt.early_stopping(math.nan, np.zeros(1), np.inf, np.zeros(1), 0)
