"""Each optimizer over 50 steps; and where libraries differ from it, by how much and why."""

import numpy as np
import optax
import torch

import training_tricks as tt
from support.parity import run_optax, run_ours, run_torch, same

Gradients = list[np.ndarray]


def test_sgd(start: np.ndarray, gradients: Gradients) -> None:
    ours = run_ours(lambda t, w, g: tt.sgd(w, g, lr=0.01), start, gradients, states=0)
    same(ours, run_torch(lambda p: torch.optim.SGD(p, lr=0.01), start, gradients))
    same(ours, run_optax(optax.sgd(0.01), start, gradients))


def test_momentum(start: np.ndarray, gradients: Gradients) -> None:
    ours = run_ours(lambda t, w, g, v: tt.momentum(w, g, v, lr=0.01), start, gradients, states=1)
    same(ours, run_torch(lambda p: torch.optim.SGD(p, 0.01, momentum=0.9), start, gradients))
    same(ours, run_optax(optax.sgd(0.01, momentum=0.9), start, gradients))


def test_momentum_differs_from_pytorch_once_the_rate_changes(
    start: np.ndarray, gradients: Gradients
) -> None:
    lrs = [tt.cosine_decay(step, 0.01, 50) for step in range(50)]
    ours = run_ours(
        lambda t, w, g, v: tt.momentum(w, g, v, lr=lrs[t - 1]), start, gradients, states=1
    )
    theirs = run_torch(lambda p: torch.optim.SGD(p, 0.01, momentum=0.9), start, gradients, lrs)
    same(ours[0], theirs[0])
    assert np.abs(ours[-1] - theirs[-1]).max() > 1e-3
    # PyTorch multiplies the whole velocity by today's rate: v ← γ v + g, w ← w - η v.
    w, v = start, np.zeros_like(start)
    for lr, g in zip(lrs, gradients, strict=True):
        v = 0.9 * v + g
        w = w - lr * v
    same(w, theirs[-1])


def test_nesterov(start: np.ndarray, gradients: Gradients) -> None:
    ours = run_ours(lambda t, w, g, v: tt.nesterov(w, g, v, lr=0.01), start, gradients, states=1)
    theirs = run_torch(
        lambda p: torch.optim.SGD(p, 0.01, momentum=0.9, nesterov=True), start, gradients
    )
    same(ours, theirs)
    same(ours, run_optax(optax.sgd(0.01, momentum=0.9, nesterov=True), start, gradients))


def test_normalized_gradient_descent(start: np.ndarray, gradients: Gradients) -> None:
    ours = run_ours(
        lambda t, w, g: tt.normalized_gradient_descent(w, g, lr=0.1), start, gradients, states=0
    )
    theirs = optax.chain(optax.normalize_by_update_norm(), optax.sgd(0.1))
    same(ours, run_optax(theirs, start, gradients), rtol=1e-5)  # optax adds 1e-6 to the norm


def test_adagrad(start: np.ndarray, gradients: Gradients) -> None:
    ours = run_ours(lambda t, w, g, s: tt.adagrad(w, g, s, lr=0.1), start, gradients, states=1)
    same(ours, run_torch(lambda p: torch.optim.Adagrad(p, lr=0.1), start, gradients))


def test_adagrad_of_optax_starts_at_a_tenth_and_adds_eps_inside_the_root(
    start: np.ndarray, gradients: Gradients
) -> None:
    theirs = run_optax(optax.adagrad(0.1, eps=1e-3), start, gradients)
    w, s = start, np.full_like(start, 0.1)
    ours, s = tt.adagrad(w, gradients[0], s, lr=0.1, eps=1e-3)
    assert np.abs(ours - theirs[0]).max() > 1e-6
    same(w - 0.1 * gradients[0] / np.sqrt(0.1 + gradients[0] ** 2 + 1e-3), theirs[0])
    # With an ε too small to matter the two agree.
    theirs = run_optax(optax.adagrad(0.1, eps=1e-30), start, gradients)
    w, s = start, np.full_like(start, 0.1)
    for g in gradients:
        w, s = tt.adagrad(w, g, s, lr=0.1, eps=1e-30)
    same(w, theirs[-1])


def test_rmsprop(start: np.ndarray, gradients: Gradients) -> None:
    ours = run_ours(lambda t, w, g, s: tt.rmsprop(w, g, s, lr=0.01), start, gradients, states=1)
    same(ours, run_torch(lambda p: torch.optim.RMSprop(p, lr=0.01), start, gradients))
    theirs = optax.rmsprop(0.01, decay=0.99, eps=1e-8, eps_in_sqrt=False)
    same(ours, run_optax(theirs, start, gradients))


def test_rmsprop_of_optax_adds_eps_inside_the_root(start: np.ndarray, gradients: Gradients) -> None:
    g = gradients[0]
    theirs = run_optax(optax.rmsprop(0.01, decay=0.9, eps=1e-3), start, [g])[0]
    ours, s = tt.rmsprop(start, g, np.zeros_like(g), lr=0.01, decay=0.9, eps=1e-3)
    assert np.abs(ours - theirs).max() > 1e-6
    same(start - 0.01 * g / np.sqrt(s + 1e-3), theirs)


def test_adam(start: np.ndarray, gradients: Gradients) -> None:
    ours = run_ours(
        lambda t, w, g, m, v: tt.adam(w, g, m, v, t, lr=0.01), start, gradients, states=2
    )
    same(ours, run_torch(lambda p: torch.optim.Adam(p, lr=0.01), start, gradients))
    same(ours, run_optax(optax.adam(0.01), start, gradients))


def test_adam_with_eps_before_the_correction_is_another_rule(
    start: np.ndarray, gradients: Gradients
) -> None:
    """Keras's form, the paper's ε-hat: ε is added to √v, not to √v̂."""
    g, eps, t = gradients[0], 1e-3, 1
    ours, m, v = tt.adam(start, g, np.zeros_like(g), np.zeros_like(g), t, lr=0.01, eps=eps)
    rate = 0.01 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    keras = start - rate * m / (np.sqrt(v) + eps)
    assert np.abs(ours - keras).max() > 1e-4
    # The same with ε scaled as the paper says.
    same(start - rate * m / (np.sqrt(v) + eps * np.sqrt(1 - 0.999**t)), ours)


def test_adamw(start: np.ndarray, gradients: Gradients) -> None:
    for decay in (0.01, 0.1):
        ours = run_ours(
            lambda t, w, g, m, v, decay=decay: tt.adamw(w, g, m, v, t, lr=0.01, weight_decay=decay),
            start,
            gradients,
            states=2,
        )
        theirs = run_torch(
            lambda p, decay=decay: torch.optim.AdamW(p, lr=0.01, weight_decay=decay),
            start,
            gradients,
        )
        same(ours, theirs)
        same(ours, run_optax(optax.adamw(0.01, weight_decay=decay), start, gradients))


def test_default_weight_decays_differ(start: np.ndarray) -> None:
    zero = [np.zeros_like(start)]
    ours, *_ = tt.adamw(start, zero[0], zero[0], zero[0], t=1, lr=1.0)
    same(ours, 0.99 * start)
    same(run_torch(lambda p: torch.optim.AdamW(p, lr=1.0), start, zero)[0], 0.99 * start)
    same(run_optax(optax.adamw(1.0), start, zero)[0], 0.9999 * start)


def test_lion(start: np.ndarray, gradients: Gradients) -> None:
    ours = run_ours(
        lambda t, w, g, m: tt.lion(w, g, m, lr=0.01, weight_decay=0.1), start, gradients, states=1
    )
    same(ours, run_optax(optax.lion(0.01, weight_decay=0.1), start, gradients))


def orthogonalized(u: np.ndarray) -> np.ndarray:
    """optax's Newton-Schulz iteration, in float64 and without any momentum."""
    muon = optax.contrib.scale_by_muon(beta=0.0, eps=1e-7, nesterov=False)
    update, _ = muon.update(u, muon.init(u))
    return np.asarray(update)


def test_muon_is_nesterov_momentum_made_orthogonal_and_scaled(
    start: np.ndarray, gradients: Gradients
) -> None:
    for first, steps in ((start, gradients), (start.T.copy(), [g.T.copy() for g in gradients])):
        ours = run_ours(
            lambda t, w, g, m: tt.muon(w, g, m, lr=0.02, beta=0.9), first, steps, states=1
        )
        # The author's code stores (fan_out, fan_in), so it divides rows by columns.
        w, m = first.T, np.zeros_like(first.T)
        for g, mine in zip(steps, ours, strict=True):
            m = 0.9 * m + 0.1 * g.T
            update = orthogonalized(0.9 * m + 0.1 * g.T)
            rows, columns = update.shape
            w = w - 0.02 * max(1, rows / columns) ** 0.5 * update
            same(mine.T, w)


def test_muon_of_pytorch_differs_by_its_bfloat16(start: np.ndarray, gradients: Gradients) -> None:
    """The same but for the precision: 8 bits give an update about 1 % off, and no more."""
    steps = gradients[:1]
    ours, _ = tt.muon(start, steps[0], np.zeros_like(start), lr=0.02, beta=0.95)
    theirs = run_torch(
        lambda p: torch.optim.Muon(
            p, lr=0.02, momentum=0.95, nesterov=True, weight_decay=0.0, adjust_lr_fn="original"
        ),
        start.T.copy(),
        [steps[0].T.copy()],
    )[0].T
    distance = np.linalg.norm(ours - theirs) / np.linalg.norm(ours - start)
    assert 1e-4 < distance < 0.03


def test_the_block_driver_gives_what_pytorch_gives(gradients: Gradients) -> None:
    rng = np.random.default_rng(3)
    start = rng.normal(size=100_000)
    steps = [scale * rng.normal(size=start.size) for scale in (1e-3, 1.0, 1e2)]
    w, m, v = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for t, g in enumerate(steps, start=1):
        tt.update_in_blocks(tt.adam, w, g, m, v, t=t, lr=0.01)
    same(w, run_torch(lambda p: torch.optim.Adam(p, lr=0.01), start, steps)[-1])
