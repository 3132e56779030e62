"""Clipping, norms, averages of weights and first weights, against PyTorch and optax."""

import jax
import numpy as np
import optax
import torch
from torch.optim import swa_utils

import training_tricks as tt
from support.parity import array, same, tensor


def test_clip_by_global_norm(rng: np.random.Generator) -> None:
    for scale in (0.01, 1.0, 100.0):
        grads = [scale * rng.normal(size=(3, 2)), scale * rng.normal(size=4)]
        same(tt.global_norm(grads), optax.tree.norm(grads))
        ours = tt.clip_by_global_norm(grads, 1.0)
        clip = optax.clip_by_global_norm(1.0)
        expected, _ = clip.update(grads, clip.init(grads))
        for mine, theirs in zip(ours, expected, strict=True):
            same(mine, theirs)


def test_clip_by_norm_of_pytorch_adds_a_millionth_to_the_norm(rng: np.random.Generator) -> None:
    g = 10 * rng.normal(size=(3, 2))
    w = tensor(g)
    w.grad = torch.tensor(g)
    torch.nn.utils.clip_grad_norm_([w], 1.0)
    norm = np.linalg.norm(g)
    assert np.abs(tt.clip_by_norm(g, 1.0) - array(w.grad)).max() > 1e-9
    same(tt.clip_by_norm(g, 1.0) * (norm / (norm + 1e-6)), array(w.grad))


def test_clip_by_value(rng: np.random.Generator) -> None:
    g = rng.normal(size=(3, 2))
    w = tensor(g)
    w.grad = torch.tensor(g)
    torch.nn.utils.clip_grad_value_([w], 0.5)
    same(tt.clip_by_value(g, 0.5), array(w.grad))


def test_averages_of_weights(rng: np.random.Generator) -> None:
    layer = torch.nn.Linear(3, 2, bias=False)
    path = [rng.normal(size=(2, 3)) for _ in range(10)]
    for function, rule in (
        (swa_utils.get_ema_avg_fn(0.9), lambda avg, w, n: tt.ema(avg, w, 0.9) if n else w),
        (swa_utils.get_swa_avg_fn(), tt.swa),
    ):
        averaged = swa_utils.AveragedModel(layer, avg_fn=function)
        avg = path[0]
        for n, w in enumerate(path):
            with torch.no_grad():
                layer.weight.copy_(torch.tensor(w))
            averaged.update_parameters(layer)
            avg = rule(avg, w, n)
        same(avg, array(averaged.module.weight))


SHAPE = (600, 400)


def test_normal_rules_have_the_moments_of_pytorchs(rng: np.random.Generator) -> None:
    weight = torch.empty(SHAPE[::-1])
    pairs = (
        (tt.he_normal, lambda: torch.nn.init.kaiming_normal_(weight, nonlinearity="relu")),
        (tt.he_uniform, lambda: torch.nn.init.kaiming_uniform_(weight, nonlinearity="relu")),
        (tt.glorot_normal, lambda: torch.nn.init.xavier_normal_(weight)),
        (tt.glorot_uniform, lambda: torch.nn.init.xavier_uniform_(weight)),
        (tt.lecun_normal, lambda: torch.nn.init.kaiming_normal_(weight, nonlinearity="linear")),
        (tt.lecun_uniform, lambda: torch.nn.init.kaiming_uniform_(weight, nonlinearity="linear")),
    )
    torch.manual_seed(0)
    for ours, theirs in pairs:
        mine, other = ours(rng, SHAPE), array(theirs())
        same(mine.std(), other.std(), rtol=0.01)
        if "uniform" in ours.__name__:
            same(np.abs(mine).max(), np.abs(other).max(), rtol=1e-3)


def test_orthogonal_matrices_are_as_long_as_pytorchs(rng: np.random.Generator) -> None:
    weight = torch.empty(40, 60)
    torch.nn.init.orthogonal_(weight, gain=1.5)
    theirs = np.linalg.svd(array(weight).T, compute_uv=False)
    same(np.linalg.svd(tt.orthogonal(rng, (60, 40), gain=1.5), compute_uv=False), theirs)


def test_truncated_normal_is_corrected_as_in_jax(rng: np.random.Generator) -> None:
    jax_rule = jax.nn.initializers.lecun_normal(dtype=np.float64)
    theirs = np.asarray(jax_rule(jax.random.key(0), SHAPE))
    ours = tt.truncated_normal(rng, SHAPE, std=600**-0.5)
    same(ours.std(), theirs.std(), rtol=0.01)
    same(np.abs(ours).max(), np.abs(theirs).max(), rtol=1e-3)
