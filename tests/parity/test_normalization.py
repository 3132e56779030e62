"""Every normalization, forward and backward, against PyTorch; and how running statistics differ."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch.nn.utils import parametrizations

import training_tricks as tt
from support.parity import array, same, tensor


@pytest.fixture
def x(rng: np.random.Generator) -> np.ndarray:
    return 3 * rng.normal(size=(5, 7, 6)) + 2


@pytest.fixture
def dy(rng: np.random.Generator) -> np.ndarray:
    return rng.normal(size=(5, 7, 6))


@pytest.fixture
def gamma(rng: np.random.Generator) -> np.ndarray:
    return rng.normal(size=6)


@pytest.fixture
def beta(rng: np.random.Generator) -> np.ndarray:
    return rng.normal(size=6)


def torch_gradients(
    forward: Callable[..., torch.Tensor], dy: np.ndarray, *arrays: np.ndarray
) -> tuple[np.ndarray, list[np.ndarray]]:
    """PyTorch's result, and its gradients of all arguments."""
    tensors = [tensor(a) for a in arrays]
    y = forward(*tensors)
    y.backward(torch.tensor(dy))
    gradients = [t.grad for t in tensors]
    return array(y), [array(g) for g in gradients if g is not None]


def test_batch_norm(x: np.ndarray, dy: np.ndarray, gamma: np.ndarray, beta: np.ndarray) -> None:
    def forward(x: torch.Tensor, gamma: torch.Tensor, beta: torch.Tensor) -> torch.Tensor:
        y = F.batch_norm(x.transpose(1, 2), None, None, gamma, beta, training=True)
        return y.transpose(1, 2)

    y, expected = torch_gradients(forward, dy, x, gamma, beta)
    same(tt.batch_norm(x, gamma, beta)[0], y)
    for ours, theirs in zip(tt.batch_norm_backward(dy, x, gamma), expected, strict=True):
        same(ours, theirs)


def test_batch_norm_at_inference(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray) -> None:
    mean, var = x.mean(axis=(0, 1)), x.var(axis=(0, 1))
    theirs = F.batch_norm(
        torch.tensor(x).transpose(1, 2), *map(torch.tensor, (mean, var, gamma, beta))
    )
    same(tt.batch_norm_inference(x, gamma, beta, mean, var), array(theirs.transpose(1, 2)))


def test_pytorch_averages_the_variance_that_divides_by_n_minus_1(x: np.ndarray) -> None:
    x = x[:, 0]
    layer = torch.nn.BatchNorm1d(6)
    layer(torch.tensor(x))
    _, mean, var = tt.batch_norm(x, np.ones(6), np.zeros(6))
    assert layer.running_mean is not None
    assert layer.running_var is not None
    same(tt.ema(np.zeros(6), mean, decay=0.9), array(layer.running_mean))
    n = len(x)
    same(tt.ema(np.ones(6), var * n / (n - 1), decay=0.9), array(layer.running_var))
    assert np.abs(tt.ema(np.ones(6), var, decay=0.9) - array(layer.running_var)).max() > 0.01


def test_pytorch_refuses_a_batch_of_one_and_here_it_becomes_beta(
    gamma: np.ndarray, beta: np.ndarray
) -> None:
    one = np.arange(6.0)[None]
    with pytest.raises(ValueError, match="more than 1 value per channel"):
        F.batch_norm(torch.tensor(one), None, None, training=True)
    np.testing.assert_array_equal(tt.batch_norm(one, gamma, beta)[0], beta[None])


def test_layer_norm(x: np.ndarray, dy: np.ndarray, gamma: np.ndarray, beta: np.ndarray) -> None:
    y, expected = torch_gradients(
        lambda x, gamma, beta: F.layer_norm(x, (6,), gamma, beta), dy, x, gamma, beta
    )
    same(tt.layer_norm(x, gamma, beta), y)
    for ours, theirs in zip(tt.layer_norm_backward(dy, x, gamma), expected, strict=True):
        same(ours, theirs)


def test_rms_norm(x: np.ndarray, dy: np.ndarray, gamma: np.ndarray) -> None:
    y, expected = torch_gradients(
        lambda x, gamma: F.rms_norm(x, (6,), gamma, eps=1e-6), dy, x, gamma
    )
    same(tt.rms_norm(x, gamma), y)
    for ours, theirs in zip(tt.rms_norm_backward(dy, x, gamma), expected, strict=True):
        same(ours, theirs)


def test_rms_norm_of_pytorch_has_another_default_eps() -> None:
    tiny = np.array([[1e-4, -1e-4]])
    theirs = array(F.rms_norm(torch.tensor(tiny), (2,)))
    assert np.abs(tt.rms_norm(tiny, np.ones(2)) - theirs).max() > 0.5
    same(tt.rms_norm(tiny, np.ones(2), eps=float(np.finfo(np.float64).eps)), theirs)


@pytest.mark.parametrize("num_groups", [1, 2, 3, 6])
def test_group_norm(
    x: np.ndarray, dy: np.ndarray, gamma: np.ndarray, beta: np.ndarray, num_groups: int
) -> None:
    def forward(x: torch.Tensor, gamma: torch.Tensor, beta: torch.Tensor) -> torch.Tensor:
        return F.group_norm(x.transpose(1, 2), num_groups, gamma, beta).transpose(1, 2)

    y, expected = torch_gradients(forward, dy, x, gamma, beta)
    same(tt.group_norm(x, gamma, beta, num_groups), y)
    ours = tt.group_norm_backward(dy, x, gamma, num_groups)
    for mine, theirs in zip(ours, expected, strict=True):
        same(mine, theirs)


def test_weight_norm_is_that_of_the_transposed_weights(rng: np.random.Generator) -> None:
    x, dy = rng.normal(size=(5, 4)), rng.normal(size=(5, 3))
    v, g = rng.normal(size=(4, 3)), rng.normal(size=3)
    layer = parametrizations.weight_norm(torch.nn.Linear(4, 3, bias=False))
    lengths, directions = layer.parametrizations.weight.parameters()
    with torch.no_grad():
        lengths.copy_(torch.tensor(g[:, None]))
        directions.copy_(torch.tensor(v.T))
    y = layer(torch.tensor(x))
    y.backward(torch.tensor(dy))
    W = tt.weight_norm(v, g)
    same(x @ W, array(y))
    dv, dg = tt.weight_norm_backward(x.T @ dy, v, g)
    same(dv, array(directions.grad).T)
    same(dg, array(lengths.grad)[:, 0])
