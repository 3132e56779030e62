"""Good arguments for every public function: what the walk over the package starts from."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import training_tricks as tt

X = np.array([[0.5, -1.0, 2.0], [1.5, 3.0, -0.25], [-2.0, 0.75, 1.0], [0.1, -0.6, 0.9]])
FEATURES = np.array([1.5, -0.5, 0.75])
LABELS = np.array([0, 2, 1, 1])
# Of this process alone: tests run side by side.
FOLDER = tempfile.TemporaryDirectory()
PROBABILITIES = np.array([[1.0, 0.0], [0.25, 0.75], [0.5, 0.5], [0.0, 1.0]])


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def draw(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).normal(size=shape)


def weights() -> dict[str, Any]:
    return {"w": X.copy(), "g": draw(4, 3), "lr": 0.1}


def epochs() -> dict[str, Any]:
    return {"loss": 0.5, "best_loss": 0.7, "waited": 2, "patience": 4}


def dense_layers() -> list[np.ndarray]:
    return [draw(3, 5), draw(5), draw(5, 3), draw(3)]


def conv_layers() -> list[np.ndarray]:
    return [draw(3, 3, 2, 2), draw(2), draw(3, 3, 2, 1), draw(1), draw(6, 3), draw(3)]


def idx_file() -> Path:
    path = Path(FOLDER.name) / "two-entries.idx"
    path.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 2, 5, 6]))
    return path


GOOD: dict[str, Callable[[], dict[str, Any]]] = {
    # scaling
    "standardize": lambda: {"x": X.copy(), "mean": X.mean(axis=0), "std": X.std(axis=0)},
    "minmax_scale": lambda: {"x": X.copy(), "low": X.min(axis=0), "high": X.max(axis=0)},
    # initializers
    "uniform": lambda: {"rng": rng(), "shape": (4, 3), "limit": 0.5},
    "truncated_normal": lambda: {"rng": rng(), "shape": (40, 30), "std": 0.5},
    "orthogonal": lambda: {"rng": rng(), "shape": (4, 3), "gain": 2.0},
    **{
        f"{rule}_{kind}": lambda: {"rng": rng(), "shape": (4, 3)}
        for rule in ("lecun", "glorot", "he")
        for kind in ("normal", "uniform")
    },
    # normalization
    "batch_norm": lambda: {"x": X.copy(), "gamma": FEATURES.copy(), "beta": draw(3), "eps": 1e-5},
    "batch_norm_inference": lambda: {
        "x": X.copy(),
        "gamma": FEATURES.copy(),
        "beta": draw(3),
        "running_mean": draw(3),
        "running_var": np.ones(3),
        "eps": 1e-5,
    },
    "batch_norm_backward": lambda: {
        "dy": draw(4, 3),
        "x": X.copy(),
        "gamma": FEATURES.copy(),
        "eps": 1e-5,
    },
    "layer_norm": lambda: {"x": X.copy(), "gamma": FEATURES.copy(), "beta": draw(3), "eps": 1e-5},
    "layer_norm_backward": lambda: {
        "dy": draw(4, 3),
        "x": X.copy(),
        "gamma": FEATURES.copy(),
        "eps": 1e-5,
    },
    "rms_norm": lambda: {"x": X.copy(), "gamma": FEATURES.copy(), "eps": 1e-6},
    "rms_norm_backward": lambda: {
        "dy": draw(4, 3),
        "x": X.copy(),
        "gamma": FEATURES.copy(),
        "eps": 1e-6,
    },
    "group_norm": lambda: {
        "x": draw(2, 5, 6),
        "gamma": draw(6),
        "beta": draw(6),
        "num_groups": 2,
        "eps": 1e-5,
    },
    "group_norm_backward": lambda: {
        "dy": draw(2, 5, 6),
        "x": X.repeat(5).reshape(2, 5, 6),
        "gamma": draw(6),
        "num_groups": 2,
        "eps": 1e-5,
    },
    "weight_norm": lambda: {"v": X.copy(), "g": FEATURES.copy()},
    "weight_norm_backward": lambda: {"dW": draw(4, 3), "v": X.copy(), "g": FEATURES.copy()},
    # regularization
    "dropout": lambda: {"rng": rng(), "x": X.copy(), "rate": 0.5},
    "dropout_backward": lambda: {"dy": X.copy(), "mask": 2.0 * (X > 0)},
    "stochastic_depth": lambda: {"rng": rng(), "x": X.copy(), "rate": 0.5},
    "l1_penalty": lambda: {"w": X.copy(), "strength": 0.1},
    "l2_penalty": lambda: {"w": X.copy(), "strength": 0.1},
    "smooth_labels": lambda: {"labels": PROBABILITIES.copy(), "alpha": 0.1},
    "mixup": lambda: {"rng": rng(), "x": X.copy(), "labels": PROBABILITIES.copy(), "alpha": 0.2},
    "early_stopping": lambda: {
        **epochs(),
        "w": [X.copy(), draw(3)],
        "best_w": [draw(4, 3), draw(3)],
    },
    # gradients
    "clip_by_value": lambda: {"g": X.copy(), "limit": 0.7},
    "clip_by_norm": lambda: {"g": X.copy(), "max_norm": 0.7},
    "clip_by_global_norm": lambda: {"grads": [X.copy(), draw(3)], "max_norm": 0.7},
    "global_norm": lambda: {"grads": [X.copy(), draw(3)]},
    "norm_per_layer": lambda: {"grads": [X.copy(), draw(3)]},
    "normalize_gradient": lambda: {"g": X.copy()},
    "numerical_gradient": lambda: {"f": np.sum, "w": X.copy(), "h": 1e-5},
    "gradient_error": lambda: {"g": X.copy(), "expected": draw(4, 3)},
    # optimizers
    "sgd": weights,
    "normalized_gradient_descent": weights,
    "momentum": lambda: {**weights(), "v": draw(4, 3), "gamma": 0.9},
    "nesterov": lambda: {**weights(), "v": draw(4, 3), "gamma": 0.9},
    "adagrad": lambda: {**weights(), "s": X**2, "eps": 1e-10},
    "rmsprop": lambda: {**weights(), "s": X**2, "decay": 0.9, "eps": 1e-8},
    "adam": lambda: {
        **weights(),
        "m": draw(4, 3),
        "v": X**2,
        "t": 3,
        "beta1": 0.9,
        "beta2": 0.99,
        "eps": 1e-8,
    },
    "adamw": lambda: {
        **weights(),
        "m": draw(4, 3),
        "v": X**2,
        "t": 3,
        "beta1": 0.9,
        "beta2": 0.99,
        "eps": 1e-8,
        "weight_decay": 0.1,
    },
    "lion": lambda: {
        **weights(),
        "m": draw(4, 3),
        "beta1": 0.9,
        "beta2": 0.99,
        "weight_decay": 0.1,
    },
    "muon": lambda: {**weights(), "m": draw(4, 3), "beta": 0.9, "ns_steps": 5},
    # schedules
    "exponential_decay": lambda: {"step": 3, "lr": 0.5, "rate": 0.9},
    "step_decay": lambda: {"step": 3, "lr": 0.5, "rate": 0.9, "every": 2},
    "cosine_decay": lambda: {"step": 3, "lr": 0.5, "total": 10},
    "warm_restarts": lambda: {"step": 3, "lr": 0.5, "period": 2, "growth": 2},
    "warmup_cosine": lambda: {"step": 3, "lr": 0.5, "warmup": 5, "total": 10},
    "one_cycle": lambda: {"step": 3, "max_lr": 0.5, "total": 10},
    "warmup_stable_decay": lambda: {"step": 3, "lr": 0.5, "warmup": 5, "decay": 2, "total": 10},
    "reduce_on_plateau": lambda: {**epochs(), "lr": 0.5, "factor": 0.3},
    "range_test": lambda: {"step": 3, "min_lr": 1e-4, "max_lr": 0.5, "total": 10},
    # averaging
    "ema": lambda: {"avg": X.copy(), "w": draw(4, 3), "decay": 0.9},
    "swa": lambda: {"avg": X.copy(), "w": draw(4, 3), "n": 3},
    "ensemble": lambda: {"predictions": draw(2, 4, 3)},
    # losses
    "softmax_cross_entropy": lambda: {
        "logits": X.copy(),
        "labels": LABELS.copy(),
        "label_smoothing": 0.1,
    },
    "mean_squared_error": lambda: {"predictions": X.copy(), "targets": draw(4, 3)},
    # architectures
    "relu": lambda: {"x": X.copy()},
    "relu_backward": lambda: {"dy": draw(4, 3), "x": X.copy()},
    "dense": lambda: {"x": X.copy(), "W": draw(3, 2), "b": draw(2)},
    "dense_backward": lambda: {"dy": draw(4, 2), "x": X.copy(), "W": draw(3, 2)},
    "conv2d": lambda: {"x": draw(2, 4, 3, 2), "w": draw(5, 3, 2, 5), "b": draw(5)},
    "conv2d_backward": lambda: {
        "dy": draw(2, 4, 3, 5),
        "x": draw(2, 4, 3, 2),
        "w": draw(3, 3, 2, 5),
    },
    "residual_block": lambda: {
        "x": X.copy(),
        "W1": draw(3, 2),
        "b1": draw(2),
        "W2": draw(2, 3),
        "b2": draw(3),
    },
    "residual_block_backward": lambda: {
        "dy": draw(4, 3),
        "x": X.copy(),
        "W1": draw(3, 2),
        "b1": draw(2),
        "W2": draw(2, 3),
    },
    "inception_block": lambda: {"x": draw(2, 4, 3, 2), "ws": [draw(1, 1, 2, 1), draw(3, 5, 2, 2)]},
    "inception_block_backward": lambda: {
        "dy": draw(2, 4, 3, 3),
        "x": draw(2, 4, 3, 2),
        "ws": [draw(1, 1, 2, 1), draw(3, 5, 2, 2)],
    },
    # networks
    "mlp_init": lambda: {"rng": rng(), "layer_sizes": (4, 5, 3)},
    "mlp": lambda: {"params": dense_layers(), "x": X.copy()},
    "mlp_gradients": lambda: {"params": dense_layers(), "x": X.copy(), "labels": LABELS.copy()},
    "mlp_step": lambda: {
        "params": dense_layers(),
        "x": X.copy(),
        "labels": LABELS.copy(),
        "lr": 0.1,
    },
    "convnet_init": lambda: {
        "rng": rng(),
        "image_shape": (4, 5, 2),
        "channels": (2, 3),
        "classes": 4,
    },
    "convnet": lambda: {"params": conv_layers(), "x": draw(4, 2, 3, 2)},
    "convnet_gradients": lambda: {
        "params": conv_layers(),
        "x": draw(4, 2, 3, 2),
        "labels": LABELS.copy(),
    },
    "convnet_step": lambda: {
        "params": conv_layers(),
        "x": draw(4, 2, 3, 2),
        "labels": LABELS.copy(),
        "lr": 0.1,
    },
    # data
    "load_digits": dict,
    "read_idx": lambda: {"path": idx_file()},
    # diagnostics
    "update_ratio": lambda: {"w": X.copy(), "new_w": draw(4, 3)},
    "dead_units": lambda: {"h": np.maximum(X, 0)},
    "loss_at_start": lambda: {"logits": X.copy(), "labels": LABELS.copy()},
    "overfit_one_batch": lambda: {
        "loss_and_gradients": lambda params: (params[0].sum(), [np.ones_like(p) for p in params]),
        "params": [X.copy(), draw(3)],
        "lr": 0.1,
        "steps": 4,
    },
    # blocks
    "update_in_blocks": lambda: {"update": tt.sgd, **weights()},
}
