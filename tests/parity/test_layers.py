"""Layers, blocks, losses and networks, forward and backward, against PyTorch."""

import numpy as np
import optax
import pytest
import torch
import torch.nn.functional as F

import training_tricks as tt
from support.parity import (
    array,
    channels_first,
    channels_last,
    own_kernel,
    same,
    tensor,
    torch_kernel,
)


def grad(value: torch.Tensor) -> np.ndarray:
    assert value.grad is not None
    return array(value.grad)


def test_dense_and_relu(rng: np.random.Generator) -> None:
    x, W, b = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), rng.normal(size=3)
    dy = rng.normal(size=(5, 3))
    tx, tw, tb = tensor(x), tensor(W), tensor(b)
    z = tx @ tw + tb
    torch.relu(z).backward(torch.tensor(dy))
    ours = tt.dense(x, W, b)
    same(ours, array(z))
    dz = tt.relu_backward(dy, ours)
    for mine, theirs in zip(tt.dense_backward(dz, x, W), (tx, tw, tb), strict=True):
        same(mine, grad(theirs))


@pytest.mark.parametrize("kernel", [(1, 1), (3, 3), (5, 3)])
def test_conv2d(rng: np.random.Generator, kernel: tuple[int, int]) -> None:
    x, w = rng.normal(size=(2, 6, 7, 3)), rng.normal(size=(*kernel, 3, 4))
    b, dy = rng.normal(size=4), rng.normal(size=(2, 6, 7, 4))
    tx, tw, tb = tensor(channels_first(x)), tensor(torch_kernel(w)), tensor(b)
    y = F.conv2d(tx, tw, tb, padding="same")
    y.backward(torch.tensor(channels_first(dy)))
    same(tt.conv2d(x, w, b), channels_last(y))
    dx, dw, db = tt.conv2d_backward(dy, x, w)
    same(dx, channels_last(tx.grad))
    same(dw, own_kernel(tw.grad))
    same(db, grad(tb))


def test_residual_block(rng: np.random.Generator) -> None:
    shapes = [(5, 4), (4, 6), (6,), (6, 4), (4,)]
    x, W1, b1, W2, b2 = arrays = [rng.normal(size=shape) for shape in shapes]
    dy = rng.normal(size=(5, 4))
    tx, tw1, tb1, tw2, tb2 = tensors = [tensor(a) for a in arrays]
    y = tx + torch.relu(tx @ tw1 + tb1) @ tw2 + tb2
    y.backward(torch.tensor(dy))
    same(tt.residual_block(x, W1, b1, W2, b2), array(y))
    ours = tt.residual_block_backward(dy, x, W1, b1, W2)
    for mine, theirs in zip(ours, tensors, strict=True):
        same(mine, grad(theirs))


def test_inception_block(rng: np.random.Generator) -> None:
    x, dy = rng.normal(size=(2, 6, 7, 3)), rng.normal(size=(2, 6, 7, 7))
    ws = [rng.normal(size=(side, side, 3, out)) for side, out in ((1, 2), (3, 4), (5, 1))]
    tx, tws = tensor(channels_first(x)), [tensor(torch_kernel(w)) for w in ws]
    y = torch.cat([F.conv2d(tx, tw, padding="same") for tw in tws], dim=1)
    y.backward(torch.tensor(channels_first(dy)))
    same(tt.inception_block(x, ws), channels_last(y))
    dx, dws = tt.inception_block_backward(dy, x, ws)
    same(dx, channels_last(tx.grad))
    for mine, theirs in zip(dws, tws, strict=True):
        same(mine, own_kernel(theirs.grad))


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.5])
def test_softmax_cross_entropy(rng: np.random.Generator, smoothing: float) -> None:
    logits, labels = 5 * rng.normal(size=(8, 5)), rng.integers(0, 5, size=8)
    soft = rng.dirichlet(np.ones(5), size=8)
    for targets in (labels, soft):
        theirs = tensor(logits)
        expected = F.cross_entropy(theirs, torch.tensor(targets), label_smoothing=smoothing)
        expected.backward()
        loss, dlogits = tt.softmax_cross_entropy(logits, targets, smoothing)
        same(loss, array(expected))
        same(dlogits, grad(theirs))
    smooth = tt.smooth_labels(np.eye(5)[labels], smoothing)
    same(smooth, optax.smooth_labels(np.eye(5)[labels], smoothing))
    expected_losses = optax.softmax_cross_entropy(logits, smooth)
    same(tt.softmax_cross_entropy(logits, labels, smoothing)[0], expected_losses.mean())


def test_mean_squared_error(rng: np.random.Generator) -> None:
    predictions, targets = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    theirs = tensor(predictions)
    expected = F.mse_loss(theirs, torch.tensor(targets))
    expected.backward()
    loss, gradient = tt.mean_squared_error(predictions, targets)
    same(loss, array(expected))
    same(gradient, grad(theirs))


def test_penalties(rng: np.random.Generator) -> None:
    w = rng.normal(size=(4, 3))
    for function, value in (
        (tt.l1_penalty, lambda t: 0.3 * t.abs().sum()),
        (tt.l2_penalty, lambda t: 0.3 / 2 * t.square().sum()),
    ):
        theirs = tensor(w)
        expected = value(theirs)
        expected.backward()
        penalty, dw = function(w, 0.3)
        same(penalty, array(expected))
        same(dw, grad(theirs))


def test_dropout_scales_as_pytorch_does(rng: np.random.Generator) -> None:
    x = rng.normal(size=(200, 200))
    theirs = array(F.dropout(torch.tensor(x), p=0.3, training=True))
    ours, _ = tt.dropout(rng, x, rate=0.3)
    kept = (ours != 0) & (theirs != 0)
    assert 0.45 < kept.mean() < 0.53
    same(ours[kept], theirs[kept])


def test_mlp(rng: np.random.Generator) -> None:
    params = tt.mlp_init(rng, (6, 5, 4, 3))
    x, labels = rng.normal(size=(8, 6)), rng.integers(0, 3, size=8)
    tensors = [tensor(p) for p in params]
    h = torch.tensor(x)
    for i in (0, 2):
        h = torch.relu(h @ tensors[i] + tensors[i + 1])
    logits = h @ tensors[4] + tensors[5]
    expected = F.cross_entropy(logits, torch.tensor(labels))
    expected.backward()
    same(tt.mlp(params, x), array(logits))
    loss, gradients = tt.mlp_gradients(params, x, labels)
    same(loss, array(expected))
    for mine, theirs in zip(gradients, tensors, strict=True):
        same(mine, grad(theirs))


def test_convnet(rng: np.random.Generator) -> None:
    params = tt.convnet_init(rng, (5, 6, 2), channels=(3, 4), classes=3)
    x, labels = rng.normal(size=(4, 5, 6, 2)), rng.integers(0, 3, size=4)
    w1, b1, w2, b2, W, b = params
    tensors = [tensor(p) for p in (torch_kernel(w1), b1, torch_kernel(w2), b2, W, b)]
    tw1, tb1, tw2, tb2, tW, tb = tensors
    h = torch.relu(F.conv2d(torch.tensor(channels_first(x)), tw1, tb1, padding="same"))
    h = torch.relu(F.conv2d(h, tw2, tb2, padding="same"))
    logits = h.permute(0, 2, 3, 1).reshape(4, -1) @ tW + tb
    expected = F.cross_entropy(logits, torch.tensor(labels))
    expected.backward()
    same(tt.convnet(params, x), array(logits))
    loss, gradients = tt.convnet_gradients(params, x, labels)
    same(loss, array(expected))
    same(gradients[0], own_kernel(tw1.grad))
    same(gradients[2], own_kernel(tw2.grad))
    for place in (1, 3, 4, 5):
        same(gradients[place], grad(tensors[place]))
