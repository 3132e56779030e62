"""The package's speed, as ratios against PyTorch in one run, on one thread.

Needs the environment of `make parity`. The two sides of every ratio take turns, and the fastest
round of each counts: it is the one that other programs disturbed least.
"""

from __future__ import annotations

# ruff: noqa: E402 - the number of threads must be set before NumPy and PyTorch are imported
import os

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

import training_tricks as tt

torch.set_num_threads(1)
Run = Callable[[], Any]


def fastest(runs: list[Run], rounds: int, repeats: int = 1) -> list[float]:
    """The seconds of each run's fastest round; `repeats` runs make a round."""
    best = [float("inf")] * len(runs)
    for run in runs:
        run()
    for _ in range(rounds):
        for place, run in enumerate(runs):
            start = time.perf_counter()
            for _ in range(repeats):
                run()
            best[place] = min(best[place], (time.perf_counter() - start) / repeats)
    return best


def compare(name: str, theirs: Run, ours: Run, target: float | None = None, **how: int) -> None:
    """Print how many times faster than PyTorch the package is, and the target if there is one."""
    torch_time, own_time = fastest([theirs, ours], **how)
    ratio = torch_time / own_time
    verdict = (
        "" if target is None else f"   target {target}: {'met' if ratio >= target else 'MISSED'}"
    )
    print(
        f"{name:<44} {own_time * 1e6:>9.0f} µs   PyTorch {torch_time * 1e6:>7.0f} µs"
        f"   {ratio:>5.2f} times as fast{verdict}"
    )


def mlp_steps() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(32, 64)).astype(np.float32)
    labels = rng.integers(0, 10, size=32)
    params = [p.astype(np.float32) for p in tt.mlp_init(rng, (64, 128, 10))]
    m = [np.zeros_like(p) for p in params]
    v = [np.zeros_like(p) for p in params]

    def with_sgd() -> None:
        nonlocal params
        _, params = tt.mlp_step(params, x, labels, lr=0.01)

    def with_sgd_by_hand() -> None:
        nonlocal params
        _, gradients = tt.mlp_gradients(params, x, labels)
        params = [tt.sgd(w, g, lr=0.01) for w, g in zip(params, gradients, strict=True)]

    def with_adam_by_hand() -> None:
        _, gradients = tt.mlp_gradients(params, x, labels)
        for i, g in enumerate(gradients):
            params[i], m[i], v[i] = tt.adam(params[i], g, m[i], v[i], t=10)

    def eager(optimizer: Callable[..., torch.optim.Optimizer]) -> Run:
        layers = [torch.nn.Linear(64, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10)]
        model = torch.nn.Sequential(*layers)
        stepper = optimizer(model.parameters(), lr=0.001)
        inputs, targets = torch.tensor(x), torch.tensor(labels)

        def step() -> None:
            stepper.zero_grad()
            F.cross_entropy(model(inputs), targets).backward()
            stepper.step()

        return step

    # Long rounds, as in training: after a change of sides the caches are cold for a while.
    how = {"rounds": 12, "repeats": 500}
    sgd, adam = torch.optim.SGD, torch.optim.Adam
    compare("MLP 64-128-10, batch 32: mlp_step", eager(sgd), with_sgd, target=3, **how)
    compare("  mlp_gradients, then sgd for each array", eager(sgd), with_sgd_by_hand, **how)
    compare("  mlp_gradients, then adam for each array", eager(adam), with_adam_by_hand, **how)


def adam_on_large_arrays() -> None:
    rng = np.random.default_rng(0)
    size = 10_000_000
    w, g = (rng.normal(size=size).astype(np.float32) for _ in range(2))
    m, v = np.zeros_like(w), np.zeros_like(w)

    def torch_adam(**options: bool) -> Run:
        parameter = torch.nn.Parameter(torch.tensor(w))
        parameter.grad = torch.tensor(g)
        return torch.optim.Adam([parameter], **options).step

    names = ["PyTorch's default Adam", "PyTorch's fused Adam", "adam on the whole array"]
    names += ["update_in_blocks(adam)"]
    runs: list[Run] = [
        torch_adam(),
        torch_adam(fused=True),
        lambda: tt.adam(w, g, m, v, t=10),
        lambda: tt.update_in_blocks(tt.adam, w, g, m, v, t=10),
        # What Adam must at least do with the memory: read g; read and write w, m and v.
        lambda: (np.vdot(g, g), [np.negative(array, out=array) for array in (copy, copy, copy)]),
    ]
    copy = w.copy()
    *seconds, memory = fastest(runs, rounds=12)
    print("Adam on 10 million float32:")
    for name, second in zip(names, seconds, strict=True):
        print(f"  {name:<42} {second * 1e3:>9.1f} ms")
    print(f"  {'the limit of the memory':<42} {memory * 1e3:>9.1f} ms")
    ratio = seconds[0] / seconds[3]
    verdict = "met" if ratio >= 1 else "MISSED"
    print(f"  in blocks {ratio:.2f} times as fast as PyTorch's default   target 1: {verdict}")


def convolution() -> None:
    rng = np.random.default_rng(0)
    for samples, side, channels, out in ((32, 8, 8, 16), (32, 28, 16, 32)):
        x = rng.normal(size=(samples, side, side, channels)).astype(np.float32)
        w = rng.normal(size=(3, 3, channels, out)).astype(np.float32)
        dy = rng.normal(size=(samples, side, side, out)).astype(np.float32)
        b = np.zeros(out, np.float32)
        tx = torch.tensor(x).permute(0, 3, 1, 2).contiguous().requires_grad_()
        tw = torch.tensor(w).permute(3, 2, 0, 1).contiguous().requires_grad_()
        tb = torch.zeros(out, requires_grad=True)
        tdy = torch.tensor(dy).permute(0, 3, 1, 2).contiguous()

        def forward(
            tx: torch.Tensor = tx, tw: torch.Tensor = tw, tb: torch.Tensor = tb
        ) -> torch.Tensor:
            return F.conv2d(tx, tw, tb, padding=1)

        y = forward()
        size = f"{samples} x {side} x {side}, {channels} to {out} channels"
        compare(
            f"conv2d 3 x 3, {size}",
            forward,
            lambda x=x, w=w, b=b: tt.conv2d(x, w, b),
            rounds=20,
        )
        compare(
            "  conv2d_backward",
            lambda y=y, inputs=(tx, tw, tb), tdy=tdy: torch.autograd.grad(
                y, inputs, tdy, retain_graph=True
            ),
            lambda dy=dy, x=x, w=w: tt.conv2d_backward(dy, x, w),
            rounds=20,
        )


def batch_norm() -> None:
    rng = np.random.default_rng(0)
    for samples, features in ((32, 128), (4096, 256)):
        x, dy = (rng.normal(size=(samples, features)).astype(np.float32) for _ in range(2))
        gamma, beta = np.ones(features, np.float32), np.zeros(features, np.float32)
        inputs = [torch.tensor(a, requires_grad=True) for a in (x, gamma, beta)]
        tx, tgamma, tbeta = inputs

        def forward(
            tx: torch.Tensor = tx, tgamma: torch.Tensor = tgamma, tbeta: torch.Tensor = tbeta
        ) -> torch.Tensor:
            return F.batch_norm(tx, None, None, tgamma, tbeta, training=True)

        y, tdy = forward(), torch.tensor(dy)
        compare(
            f"batch_norm, {samples} x {features}",
            forward,
            lambda x=x, gamma=gamma, beta=beta: tt.batch_norm(x, gamma, beta),
            rounds=20,
            repeats=5,
        )
        compare(
            "  batch_norm_backward",
            lambda y=y, inputs=inputs, tdy=tdy: torch.autograd.grad(
                y, inputs, tdy, retain_graph=True
            ),
            lambda dy=dy, x=x, gamma=gamma: tt.batch_norm_backward(dy, x, gamma),
            rounds=20,
            repeats=5,
        )


def importing() -> None:
    """In processor time: a process starts too seldom to find an undisturbed one by the clock.

    The first of the runs compiles the package, as an installation does.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def processor_time(module: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", f"import {module}"], check=True, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    python, numpy, package = (
        min(processor_time(module) for _ in range(25))
        for module in ("sys", "numpy", "training_tricks")
    )
    ratio = (package - python) / (numpy - python)
    verdict = "met" if ratio <= 1.3 else "MISSED"
    print(
        f"import: numpy {(numpy - python) * 1e3:.0f} ms, training_tricks"
        f" {(package - python) * 1e3:.0f} ms, {ratio:.2f} times numpy   target 1.3: {verdict}"
    )


if __name__ == "__main__":
    print(f"NumPy {np.__version__}, PyTorch {torch.__version__}, one thread")
    mlp_steps()
    adam_on_large_arrays()
    convolution()
    batch_norm()
    importing()
