import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import training_tricks as tt


@given(arrays(np.float64, (6, 3), elements=st.floats(-1e3, 1e3)))
def test_swa_is_the_mean_of_all_weights(path: np.ndarray) -> None:
    avg = np.full(3, 99.0)  # ignored at first
    for n, w in enumerate(path):
        avg = tt.swa(avg, w, n)
    np.testing.assert_allclose(avg, path.mean(axis=0), atol=1e-9)


def test_ema_forgets_by_its_decay() -> None:
    avg = np.array([1.0])
    for _ in range(10):
        avg = tt.ema(avg, np.array([0.0]), decay=0.9)
    assert avg[0] == pytest.approx(0.9**10)


def test_the_variance_of_an_ensemble_is_that_of_its_formula() -> None:
    rng = np.random.default_rng(0)
    networks, samples, correlation = 5, 200_000, 0.3
    shared, own = rng.normal(size=samples), rng.normal(size=(networks, samples))
    errors = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own
    expected = correlation + (1 - correlation) / networks
    assert tt.ensemble(errors).var() == pytest.approx(expected, rel=0.02)
