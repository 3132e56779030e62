"""Exact numbers and random points for the comparisons with PyTorch and optax; all in float64."""

import jax
import numpy as np
import pytest
import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
jax.config.update("jax_enable_x64", True)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


@pytest.fixture
def gradients(rng: np.random.Generator) -> list[np.ndarray]:
    """50 gradients of a matrix, of scales from 1e-3 to 1e2 in random order."""
    scales = rng.permutation(np.geomspace(1e-3, 1e2, 50))
    return [scale * rng.normal(size=(6, 4)) for scale in scales]


@pytest.fixture
def start(rng: np.random.Generator) -> np.ndarray:
    return rng.normal(size=(6, 4))
