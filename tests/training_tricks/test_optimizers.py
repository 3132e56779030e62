"""Golden values, and what each rule promises. PyTorch and optax are compared in tests/parity."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import training_tricks as tt

W = np.array([1.0, 2.0, 3.0, 4.0])
G = np.array([1.0, 6.0, 7.0, 2.0])
ZERO = np.zeros(4)

# One step with lr = 0.5, as Keras's own tests expect it: test_single_step of sgd_test.py,
# adam_test.py, lion_test.py, adagrad_test.py, rmsprop_test.py and adamw_test.py in
# keras/src/optimizers.
KERAS = {
    "sgd": (tt.sgd(W, G, 0.5), [0.5, -1.0, -0.5, 3.0]),
    "adam": (tt.adam(W, G, ZERO, ZERO, 1, 0.5)[0], [0.5, 1.5, 2.5, 3.5]),
    "lion": (tt.lion(W, G, ZERO, 0.5)[0], [0.5, 1.5, 2.5, 3.5]),
    "adagrad": (tt.adagrad(W, G, ZERO + 0.1, 0.5)[0], [0.5233, 1.5007, 2.5005, 3.5061]),
    "rmsprop": (tt.rmsprop(W, G, ZERO, 0.5, decay=0.9)[0], [-0.5811, 0.4189, 1.4189, 2.4189]),
    "adamw": (
        tt.adamw(W, G, ZERO, ZERO, 1, 0.5, weight_decay=0.004)[0],
        [0.498, 1.496, 2.494, 3.492],
    ),
}


@pytest.mark.parametrize(("ours", "keras"), KERAS.values(), ids=KERAS)
def test_one_step_as_keras_has_it(ours: np.ndarray, keras: list[float]) -> None:
    np.testing.assert_allclose(ours, keras, atol=5e-5)


def test_five_steps_of_adagrad_as_keras_has_them() -> None:
    """Two columns of the table in keras/src/optimizers/adagrad_test.py, to its tolerance."""
    w, s = np.ones(2), np.full(2, 0.3)
    path = []
    for g in [[0.01, 0.01]] + 4 * [[0.1, 1.0]]:
        w, s = tt.adagrad(w, np.array(g), s, lr=0.2, eps=1e-6)
        path.append(w)
    golden = [
        [0.9963, 0.9963],
        [0.9604, 0.8209],
        [0.9251, 0.6891],
        [0.8903, 0.579],
        [0.856, 0.4825],
    ]
    np.testing.assert_allclose(path, golden, atol=5e-4)


def test_momentum_by_hand() -> None:
    w, v = np.array([1.0]), np.array([0.0])
    path = []
    for _ in range(3):
        w, v = tt.momentum(w, np.array([2.0]), v, lr=0.1, gamma=0.5)
        path.append((round(w[0], 9), round(v[0], 9)))
    assert path == [(0.8, -0.2), (0.5, -0.3), (0.15, -0.35)]


def test_nesterov_is_momentum_with_the_gradient_taken_ahead() -> None:
    """The textbook form: the gradient at w + γ v. Its w + γ v is the w of the rewritten form."""
    curvature = np.array([1.0, 10.0])
    w = ahead = np.array([1.0, 1.0])
    v = u = np.zeros(2)
    for _ in range(20):
        u = 0.9 * u - 0.05 * curvature * ahead
        textbook = (ahead - 0.9 * v) + u  # from the point before the look ahead
        w, v = tt.nesterov(w, curvature * w, v, lr=0.05)
        ahead = textbook + 0.9 * u
        np.testing.assert_allclose(w, ahead, rtol=1e-9)


def test_momentum_of_0_is_gradient_descent_and_of_1_never_slows_down() -> None:
    v = np.array([3.0, -1.0, 0.0, 2.0])
    np.testing.assert_array_equal(tt.momentum(W, G, v, 0.1, gamma=0.0)[0], tt.sgd(W, G, 0.1))
    w, kept = tt.momentum(W, ZERO, v, 0.1, gamma=1.0)
    np.testing.assert_array_equal(w, W + v)
    np.testing.assert_array_equal(kept, v)


def test_step_grows_by_1_over_1_minus_gamma() -> None:
    w, v = np.zeros(1), np.zeros(1)
    for _ in range(400):
        w, v = tt.momentum(w, np.ones(1), v, lr=0.1, gamma=0.9)
    assert v[0] == pytest.approx(-1.0)


@given(
    arrays(np.float64, 5, elements=st.floats(1e-3, 1e6)),
    arrays(np.bool_, 5),
    st.floats(1e-6, 10.0),
)
def test_the_first_step_of_adam_has_the_length_lr(
    size: np.ndarray, negative: np.ndarray, lr: float
) -> None:
    g = np.where(negative, -size, size)
    w, _, _ = tt.adam(np.zeros(5), g, np.zeros(5), np.zeros(5), t=1, lr=lr)
    np.testing.assert_allclose(w, -lr * np.sign(g), rtol=2e-5)


def test_adam_does_not_care_for_the_scale_of_the_loss() -> None:
    rng = np.random.default_rng(0)
    paths = []
    for scale in (1.0, 1000.0):
        w, m, v = W, ZERO, ZERO
        rng = np.random.default_rng(0)
        for t in range(1, 20):
            w, m, v = tt.adam(w, scale * rng.normal(size=4), m, v, t, lr=0.1)
        paths.append(w)
    np.testing.assert_allclose(paths[0], paths[1], rtol=1e-5)


def test_decay_of_adamw_is_apart_from_the_gradient_and_l2_is_not() -> None:
    decayed, _, _ = tt.adamw(W, ZERO, ZERO, ZERO, 1, lr=0.1, weight_decay=0.1)
    np.testing.assert_allclose(decayed, 0.99 * W)
    with_l2, _, _ = tt.adam(W, 0.1 * W, ZERO, ZERO, 1, lr=0.1)
    np.testing.assert_allclose(with_l2, W - 0.1)


def test_normalized_gradient_descent_takes_steps_of_one_length() -> None:
    for scale in (1e-200, 1.0, 1e200):
        step = tt.normalized_gradient_descent(W, scale * G, lr=0.25) - W
        assert np.linalg.norm(step) == pytest.approx(0.25)


def test_muon_makes_every_direction_count() -> None:
    rng = np.random.default_rng(0)
    left, right = (np.linalg.qr(rng.normal(size=(8, 8)))[0] for _ in range(2))
    g = left @ np.diag(np.geomspace(1.0, 0.01, 8)) @ right
    w, _ = tt.muon(np.zeros((8, 8)), g, np.zeros((8, 8)), lr=1.0)
    sizes = np.linalg.svd(w, compute_uv=False)
    assert sizes.max() < 1.21
    assert sizes.min() > 0.68
    # The directions stay those of the gradient: u vᵀ of its singular vectors is close.
    assert np.trace(left.T @ -w @ right.T) > 0.68 * 8


def test_muon_looks_ahead_of_its_momentum() -> None:
    rng = np.random.default_rng(0)
    w, g, m = rng.normal(size=(3, 5, 4))
    stepped, kept = tt.muon(w, g, m, lr=0.5, beta=0.9)
    np.testing.assert_allclose(kept, 0.9 * m + 0.1 * g)
    # Without momentum the same step comes from the averaged gradient, averaged once more.
    ahead = 0.9 * kept + 0.1 * g
    plain, _ = tt.muon(w, ahead, np.zeros_like(w), lr=0.5, beta=0.0)
    np.testing.assert_allclose(stepped, plain)


@pytest.mark.parametrize(("shape", "scale"), [((4, 16), 2.0), ((16, 4), 1.0), ((4, 4), 1.0)])
def test_muon_steps_further_where_fan_out_is_larger(shape: tuple[int, int], scale: float) -> None:
    g = np.random.default_rng(0).normal(size=shape)
    w, _ = tt.muon(np.zeros(shape), g, np.zeros(shape), lr=1.0)
    sizes = np.linalg.svd(w, compute_uv=False) / scale
    assert 0.68 < sizes.min() < sizes.max() < 1.21


RULES: dict[str, tuple[Callable[..., Any], int]] = {
    "sgd": (tt.sgd, 0),
    "momentum": (tt.momentum, 1),
    "nesterov": (tt.nesterov, 1),
    "adagrad": (tt.adagrad, 1),
    "rmsprop": (tt.rmsprop, 1),
    "adam": (lambda w, g, m, v, lr: tt.adam(w, g, m, v, 1000, lr), 2),
    "adamw": (lambda w, g, m, v, lr: tt.adamw(w, g, m, v, 1000, lr, weight_decay=0.0), 2),
    "lion": (tt.lion, 1),
    "normalized": (tt.normalized_gradient_descent, 0),
}


@pytest.mark.parametrize(("rule", "states"), RULES.values(), ids=RULES)
def test_a_zero_gradient_without_momentum_moves_nothing(
    rule: Callable[..., Any], states: int
) -> None:
    result = rule(W, ZERO, *[ZERO] * states, lr=0.1)
    np.testing.assert_array_equal(result[0] if states else result, W)


@pytest.mark.parametrize(("rule", "states"), RULES.values(), ids=RULES)
def test_every_rule_goes_downhill(rule: Callable[..., Any], states: int) -> None:
    w, state = W, [ZERO] * states
    for _ in range(100):
        result = rule(w, 2 * w, *state, lr=0.01)
        w, *state = result if states else (result,)
    assert np.square(w).sum() < 0.9 * np.square(W).sum()


def test_state_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match=r"v must nowhere be less than 0.0, but it is -1.0"):
        tt.adam(W, G, ZERO, np.array([0.0, -1.0, 0.0, 0.0]), 1)
    with pytest.raises(ValueError, match="t must be at least 1, but it is 0"):
        tt.adam(W, G, ZERO, ZERO, 0)
    with pytest.raises(
        ValueError, match=r"g must have the shape of w, which is \(4,\), but .*\(3,\)"
    ):
        tt.sgd(W, G[:3], 0.1)
    with pytest.raises(ValueError, match=r"lr must be at least 0\.0, but it is -0\.1"):
        tt.sgd(W, G, -0.1)
