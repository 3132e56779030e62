import math

import numpy as np
import pytest

import training_tricks as tt


def test_update_ratio_of_a_step() -> None:
    w = np.array([3.0, 4.0])
    assert tt.update_ratio(w, tt.sgd(w, w, lr=0.001)) == pytest.approx(0.001)
    assert tt.update_ratio(w, w) == 0.0
    with pytest.raises(ValueError, match="w must not be all 0, but it is"):
        tt.update_ratio(np.zeros(2), w)


def test_dead_units_are_dead_for_every_sample() -> None:
    h = np.array([[0.0, 0.0, 1.0, 0.0], [0.0, 2.0, 0.0, 0.0]])
    assert tt.dead_units(h) == 0.5
    assert tt.dead_units(np.stack([h, np.ones_like(h)])) == 0.0


def test_first_loss_of_a_he_initialized_network_is_above_ln_k() -> None:
    rng = np.random.default_rng(0)
    x, labels = rng.normal(size=(2000, 64)), np.arange(2000) % 10
    params = tt.mlp_init(rng, (64, 128, 10))
    loss, expected = tt.loss_at_start(tt.mlp(params, x), labels)
    assert expected == pytest.approx(math.log(10))
    assert loss > expected + 0.5
    calm = [*params[:-2], 0.01 * params[-2], params[-1]]
    loss, expected = tt.loss_at_start(tt.mlp(calm, x), labels)
    assert loss == pytest.approx(expected, abs=0.01)


def test_loss_at_start_is_the_cross_entropy() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(6, 4))
    for labels in (rng.integers(0, 4, size=6), rng.dirichlet(np.ones(4), size=6)):
        expected, _ = tt.softmax_cross_entropy(logits, labels)
        assert tt.loss_at_start(logits, labels)[0] == pytest.approx(expected)
    assert tt.loss_at_start(np.array([[5000.0, 0.0]]), np.array([1]))[0] == pytest.approx(5000)


def test_one_batch_can_be_overfitted_and_wrong_gradients_cannot() -> None:
    rng = np.random.default_rng(0)
    x, labels = rng.normal(size=(16, 8)), rng.integers(0, 3, size=16)
    params = tt.mlp_init(rng, (8, 64, 3))
    losses = tt.overfit_one_batch(lambda p: tt.mlp_gradients(p, x, labels), params, 0.3, 300)
    assert len(losses) == 300
    assert losses[-1] < 0.02

    def wrong(params: list[np.ndarray]) -> tuple[float, list[np.ndarray]]:
        loss, gradients = tt.mlp_gradients(params, x, labels)
        return float(loss), [-g for g in gradients]

    assert tt.overfit_one_batch(wrong, params, 0.01, 20)[-1] > losses[0]
