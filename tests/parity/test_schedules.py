"""Every schedule that PyTorch or optax has too, at every step."""

from collections.abc import Callable
from typing import Any

import numpy as np
import optax
import torch
from torch.optim import lr_scheduler

import training_tricks as tt
from support.parity import same


def torch_rates(
    schedule: Callable[[torch.optim.Optimizer], lr_scheduler.LRScheduler], steps: int
) -> list[float]:
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.5)
    scheduler = schedule(optimizer)
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


def optax_rates(schedule: Callable[[Any], Any], steps: int) -> list[float]:
    return [float(schedule(np.float64(step))) for step in range(steps)]


def test_exponential_decay() -> None:
    ours = [tt.exponential_decay(step, 0.5, 0.98) for step in range(100)]
    same(ours, torch_rates(lambda o: lr_scheduler.ExponentialLR(o, gamma=0.98), 100))
    same(ours, optax_rates(optax.exponential_decay(0.5, 1, 0.98), 100))


def test_step_decay() -> None:
    ours = [tt.step_decay(step, 0.5, 0.1, 30) for step in range(100)]
    same(ours, torch_rates(lambda o: lr_scheduler.StepLR(o, step_size=30, gamma=0.1), 100))
    staircase = optax.exponential_decay(0.5, 30, 0.1, staircase=True)
    same(ours, optax_rates(staircase, 100))


def test_cosine_decay() -> None:
    ours = [tt.cosine_decay(step, 0.5, 80) for step in range(101)]
    same(ours[:81], torch_rates(lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=80), 81))
    same(ours, optax_rates(optax.cosine_decay_schedule(0.5, 80), 101))


def test_cosine_decay_of_pytorch_rises_again_after_its_end() -> None:
    theirs = torch_rates(lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=80), 161)
    assert theirs[160] > 0.49
    assert tt.cosine_decay(160, 0.5, 80) == 0.0


def test_warm_restarts() -> None:
    for growth in (1, 2, 3):
        ours = [tt.warm_restarts(step, 0.5, 10, growth) for step in range(150)]
        theirs = torch_rates(
            lambda o, growth=growth: lr_scheduler.CosineAnnealingWarmRestarts(
                o, T_0=10, T_mult=growth
            ),
            150,
        )
        same(ours, theirs)


def test_warmup_cosine() -> None:
    ours = [tt.warmup_cosine(step, 0.5, 20, 100) for step in range(121)]
    theirs = optax.warmup_cosine_decay_schedule(0.0, 0.5, warmup_steps=20, decay_steps=100)
    same(ours, optax_rates(theirs, 121))


def test_one_cycle() -> None:
    ours = [tt.one_cycle(step, 0.5, 100) for step in range(101)]
    same(ours, optax_rates(optax.cosine_onecycle_schedule(100, 0.5), 101))
    # PyTorch's peak is at pct_start · total_steps - 1, its end at total_steps - 1.
    theirs = torch_rates(
        lambda o: lr_scheduler.OneCycleLR(o, 0.5, total_steps=101, pct_start=31 / 101), 100
    )
    same(ours[:100], theirs)


def test_warmup_stable_decay() -> None:
    ours = [tt.warmup_stable_decay(step, 0.5, 10, 20, 100) for step in range(121)]
    parts = [
        optax.linear_schedule(0.0, 0.5, 10),
        optax.constant_schedule(0.5),
        optax.linear_schedule(0.5, 0.0, 20),
    ]
    same(ours, optax_rates(optax.join_schedules(parts, [10, 80]), 121))


def test_reduce_on_plateau_waits_one_epoch_less_than_pytorch() -> None:
    losses = [3.0, 2.0, 2.5, 2.1, 2.0, 1.9, 1.95, 1.94, 1.93, 1.92, 1.91, 1.0, 1.1, 1.1, 1.1]
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.5)
    plateau = lr_scheduler.ReduceLROnPlateau(optimizer, patience=2, threshold=0.0)
    lr, best, waited = 0.5, np.inf, 0
    for loss in losses:
        plateau.step(loss)
        lr, best, waited = tt.reduce_on_plateau(lr, loss, best, waited, patience=3)
        same(lr, optimizer.param_groups[0]["lr"])
    assert lr < 0.5
