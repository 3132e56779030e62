"""Numbers that PyTorch 2.13.0 gives, to six decimals: the rules are held without PyTorch too.

`make parity` compares with PyTorch itself, at random points and to 1e-12.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import training_tricks as tt

X = np.array([[1.0, 2.0, 4.0, -1.0], [0.0, 3.0, -2.0, 5.0], [2.0, 2.0, 1.0, 0.0]])
GAMMA = np.array([1.0, -2.0, 0.5, 3.0])
BETA = np.array([0.0, 1.0, -1.0, 2.0])
LABELS = np.array([3, 0, 2])


def near(ours: Any, golden: Any) -> None:
    np.testing.assert_allclose(ours, golden, rtol=0, atol=6e-7)


def test_normalizations() -> None:
    near(
        tt.batch_norm(X, GAMMA, BETA)[0],
        [
            [0.0, 2.414182, -0.387628, -0.667001],
            [-1.224736, -1.828363, -1.612372, 6.191001],
            [1.224736, 2.414182, -1.0, 0.476],
        ],
    )
    near(
        tt.layer_norm(X, GAMMA, BETA),
        [
            [-0.27735, 0.445301, -0.306626, -2.160245],
            [-0.557086, -0.114171, -1.649933, 5.899599],
            [0.904527, -0.809055, -1.150755, -2.522637],
        ],
    )
    near(
        tt.rms_norm(X, GAMMA),
        [
            [0.426401, -1.705606, 0.852803, -1.279204],
            [0.0, -1.946657, -0.324443, 4.866642],
            [1.333333, -2.666666, 0.333333, 0.0],
        ],
    )
    near(
        tt.group_norm(X, GAMMA, BETA, num_groups=2),
        [
            [-0.99998, -0.99996, -0.5, -0.999998],
            [-0.999998, -0.999996, -1.5, 4.999999],
            [0.0, 1.0, -0.50001, -0.99994],
        ],
    )


def test_cross_entropy() -> None:
    near(tt.softmax_cross_entropy(X, LABELS)[0], 4.075578)
    loss, gradient = tt.softmax_cross_entropy(X, LABELS, label_smoothing=0.1)
    near(loss, 3.933912)
    near(
        gradient,
        [
            [0.005591, 0.029517, 0.271342, -0.306449],
            [-0.306368, 0.031135, -0.008067, 0.283301],
            [0.124829, 0.124829, -0.259346, 0.009688],
        ],
    )


def test_convolution_with_a_sobel_kernel() -> None:
    image = (np.arange(9.0) ** 2).reshape(1, 3, 3, 1)
    sobel = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]]).reshape(3, 3, 1, 1)
    y = tt.conv2d(image, sobel, np.zeros(1))
    near(y[0, :, :, 0], [[-18, -24, 18], [-82, -64, 82], [-114, -72, 114]])


# The weights after three steps from [1, 2, 3, 4] with the gradient [1, 6, 7, 2] · (-½)ᵗ, lr = 0.1.
THREE_STEPS: dict[str, tuple[Callable[..., Any], int, list[float]]] = {
    "momentum": (tt.momentum, 1, [0.799, 0.794, 1.593, 3.598]),
    "nesterov": (tt.nesterov, 1, [0.7441, 0.4646, 1.2087, 3.4882]),
    "adagrad": (tt.adagrad, 1, [0.9229, 1.9229, 2.9229, 3.9229]),
    "rmsprop": (tt.rmsprop, 1, [0.228909, 1.228909, 2.228909, 3.228909]),
    "adam": (tt.adam, 2, [0.839323, 1.839323, 2.839323, 3.839323]),
    "adamw": (tt.adamw, 2, [0.811879, 1.782178, 2.752477, 3.722776]),
}


@pytest.mark.parametrize(("rule", "states", "golden"), THREE_STEPS.values(), ids=THREE_STEPS)
def test_three_steps(rule: Callable[..., Any], states: int, golden: list[float]) -> None:
    options: dict[str, Any] = {"weight_decay": 0.1} if rule is tt.adamw else {}
    w, state = np.array([1.0, 2.0, 3.0, 4.0]), [np.zeros(4)] * states
    for step in range(3):
        if states == 2:
            options["t"] = step + 1
        g = np.array([1.0, 6.0, 7.0, 2.0]) * (-0.5) ** step
        w, *state = rule(w, g, *state, lr=0.1, **options)
    near(w, golden)
