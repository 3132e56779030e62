"""What the comparisons with PyTorch and optax (tests/parity) share."""

from collections.abc import Callable
from typing import Any

import numpy as np
import optax
import torch


def same(ours: Any, theirs: Any, rtol: float = 1e-12) -> None:
    """Equal but for rounding, relative to the largest entry."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=rtol * np.abs(theirs).max())


def tensor(array: np.ndarray) -> torch.Tensor:
    return torch.tensor(array, requires_grad=array.dtype.kind == "f")


def array(value: torch.Tensor) -> np.ndarray:
    result: np.ndarray = value.detach().numpy()
    return result


def channels_first(images: np.ndarray) -> np.ndarray:
    """From (samples, height, width, channels) to PyTorch's order."""
    return np.ascontiguousarray(images.transpose(0, 3, 1, 2))


def channels_last(images: torch.Tensor | None) -> np.ndarray:
    """From PyTorch's order to (samples, height, width, channels)."""
    assert images is not None
    return array(images).transpose(0, 2, 3, 1)


def torch_kernel(kernel: np.ndarray) -> np.ndarray:
    """From (height, width, channels in, channels out) to PyTorch's order."""
    return np.ascontiguousarray(kernel.transpose(3, 2, 0, 1))


def own_kernel(kernel: torch.Tensor | None) -> np.ndarray:
    """From PyTorch's order to (height, width, channels in, channels out)."""
    assert kernel is not None
    return array(kernel).transpose(2, 3, 1, 0)


def run_torch(
    optimizer: Callable[[list[torch.Tensor]], torch.optim.Optimizer],
    start: np.ndarray,
    gradients: list[np.ndarray],
    lrs: list[float] | None = None,
) -> list[np.ndarray]:
    """The weights after each step of a PyTorch optimizer, with a rate for each step if given."""
    w = torch.nn.Parameter(torch.tensor(start))
    stepper = optimizer([w])
    path = []
    for number, gradient in enumerate(gradients):
        if lrs is not None:
            stepper.param_groups[0]["lr"] = lrs[number]
        w.grad = torch.tensor(gradient)
        stepper.step()
        path.append(array(w).copy())
    return path


def run_optax(
    optimizer: optax.GradientTransformation, start: np.ndarray, gradients: list[np.ndarray]
) -> list[np.ndarray]:
    """The weights after each step of an optax optimizer."""
    w: Any = start
    state = optimizer.init(w)
    path = []
    for gradient in gradients:
        update, state = optimizer.update(gradient, state, w)
        w = optax.apply_updates(w, update)
        path.append(np.asarray(w))
    return path


def run_ours(
    step: Callable[..., Any], start: np.ndarray, gradients: list[np.ndarray], states: int
) -> list[np.ndarray]:
    """The weights after each step of `step(t, w, g, *state)`, with states that start at zeros."""
    w, state = start, [np.zeros_like(start)] * states
    path = []
    for number, gradient in enumerate(gradients):
        result = step(number + 1, w, gradient, *state)
        w, *state = result if isinstance(result, tuple) else (result,)
        path.append(w)
    return path
