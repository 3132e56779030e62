"""Learning rates that change with the step. The first step is number 0; all return a float.

After its last step a schedule stays at its last value.
"""

import numpy as np

from training_tricks.validation import (
    all_of,
    at_least_sum_of,
    checked,
    greater_than,
    integer,
    lowest_loss,
    not_negative,
    number,
    positive,
)

step_number = integer(0)
positive_share = number(0.0, 1.0, low_open=True)


@checked(step=step_number, lr=not_negative, rate=positive_share)
def exponential_decay(step: int, lr: float, rate: float) -> float:
    """Multiply the learning rate by `rate` after every step.

    Parameters
    ----------
    step : the number of the step (or epoch), from 0.
    lr : the learning rate of step 0; not negative.
    rate : the factor; greater than 0, at most 1.

    Returns
    -------
    The learning rate of this step.

    Raises
    ------
    ValueError
        If `step` is negative or no integer, or a number is out of range.

    Examples
    --------
    >>> [round(exponential_decay(step, lr=1.0, rate=0.98), 4) for step in (0, 1, 100)]
    [1.0, 0.98, 0.1326]
    """
    return lr * rate**step


@checked(step=step_number, lr=not_negative, rate=positive_share, every=integer(1))
def step_decay(step: int, lr: float, rate: float, every: int) -> float:
    """Multiply the learning rate by `rate` once in `every` steps.

    Parameters
    ----------
    step : the number of the step (or epoch), from 0.
    lr : the learning rate of the first `every` steps; not negative.
    rate : the factor; greater than 0, at most 1.
    every : how many steps the rate stays; at least 1.

    Returns
    -------
    The learning rate of this step.

    Raises
    ------
    ValueError
        If `step` is negative or no integer, or a number is out of range.

    Examples
    --------
    >>> [step_decay(step, lr=1.0, rate=0.5, every=30) for step in (0, 29, 30, 60)]
    [1.0, 1.0, 0.5, 0.25]
    """
    return lr * rate ** (step // every)


@checked(step=step_number, lr=not_negative, total=integer(1))
def cosine_decay(step: int, lr: float, total: int) -> float:
    """Lower the learning rate to 0 along half a cosine: slowly, fast, slowly.

    Parameters
    ----------
    step : the number of the step, from 0.
    lr : the learning rate of step 0; not negative.
    total : the step at which the rate reaches 0; at least 1.

    Returns
    -------
    The learning rate of this step.

    Raises
    ------
    ValueError
        If `step` is negative or no integer, or a number is out of range.

    References
    ----------
    Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, 2016,
    arXiv:1608.03983.

    Examples
    --------
    >>> [round(cosine_decay(step, lr=1.0, total=100), 4) for step in (0, 25, 50, 100)]
    [1.0, 0.8536, 0.5, 0.0]
    """
    progress = min(step / total, 1.0)
    return float(lr * (1 + np.cos(np.pi * progress)) / 2)


@checked(step=step_number, lr=not_negative, period=integer(1), growth=integer(1))
def warm_restarts(step: int, lr: float, period: int, growth: int = 2) -> float:
    """Lower the learning rate along a cosine, jump back up, and again over longer periods.

    Parameters
    ----------
    step : the number of the step, from 0.
    lr : the learning rate at the start of each period; not negative.
    period : how many steps the first period has; at least 1.
    growth : how many times longer each period is than the one before; at least 1.

    Returns
    -------
    The learning rate of this step. It comes close to 0 at the end of a period, and is `lr` at the
    next step.

    Raises
    ------
    ValueError
        If `step` is negative or no integer, or a number is out of range.

    References
    ----------
    Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, 2016,
    arXiv:1608.03983.

    Examples
    --------
    >>> [round(warm_restarts(step, lr=1.0, period=10), 4) for step in (0, 5, 9, 10, 20, 30)]
    [1.0, 0.5, 0.0245, 1.0, 0.5, 1.0]
    """
    start = 0
    while step >= start + period:
        start += period
        period *= growth
    progress = (step - start) / period
    return float(lr * (1 + np.cos(np.pi * progress)) / 2)


@checked(
    step=step_number,
    lr=not_negative,
    warmup=integer(0),
    total=all_of(integer(1), greater_than("warmup")),
)
def warmup_cosine(step: int, lr: float, warmup: int, total: int) -> float:
    """Raise the learning rate in a straight line from 0, then lower it to 0 along a cosine.

    Parameters
    ----------
    step : the number of the step, from 0.
    lr : the highest learning rate; not negative.
    warmup : the step at which it is reached; at least 0.
    total : the step at which the rate is 0 again; greater than `warmup`.

    Returns
    -------
    The learning rate of this step.

    Raises
    ------
    ValueError
        If `step` is negative or no integer, a number is out of range, or `total` is not greater
        than `warmup`.

    References
    ----------
    Warmup: Goyal and others, Accurate, large minibatch SGD: training ImageNet in 1 hour, 2017,
    arXiv:1706.02677. Cosine: Loshchilov and Hutter, 2016, arXiv:1608.03983.

    Examples
    --------
    >>> [round(warmup_cosine(step, 1.0, warmup=10, total=110), 4) for step in (0, 5, 10, 60, 110)]
    [0.0, 0.5, 1.0, 0.5, 0.0]
    """
    if step < warmup:
        return lr * step / warmup
    progress = min((step - warmup) / (total - warmup), 1.0)
    return float(lr * (1 + np.cos(np.pi * progress)) / 2)


@checked(step=step_number, max_lr=not_negative, total=integer(2))
def one_cycle(step: int, max_lr: float, total: int) -> float:
    """Raise the learning rate along a cosine over 30 % of the steps, then lower it to almost 0.

    It starts at max_lr / 25 and ends at max_lr / 250000: fastai's form, as in PyTorch and optax.
    PyTorch's `total_steps` counts the steps, and its last one is `total_steps - 1`. The paper has
    straight lines, and lowers the momentum while the rate rises.

    Parameters
    ----------
    step : the number of the step, from 0.
    max_lr : the highest learning rate; not negative.
    total : the step at which the rate is lowest; at least 2.

    Returns
    -------
    The learning rate of this step.

    Raises
    ------
    ValueError
        If `step` is negative or no integer, or a number is out of range.

    References
    ----------
    Smith and Topin, Super-convergence: very fast training of neural networks using large learning
    rates, 2017, arXiv:1708.07120.

    Examples
    --------
    >>> [round(one_cycle(step, max_lr=1.0, total=100), 4) for step in (0, 15, 30, 65, 100)]
    [0.04, 0.52, 1.0, 0.5, 0.0]
    """
    peak = 0.3 * total
    if step < peak:
        low, progress = max_lr / 25, step / peak
        return float(max_lr - (max_lr - low) * (1 + np.cos(np.pi * progress)) / 2)
    low, progress = max_lr / 25e4, min((step - peak) / (total - peak), 1.0)
    return float(low + (max_lr - low) * (1 + np.cos(np.pi * progress)) / 2)


@checked(
    step=step_number,
    lr=not_negative,
    warmup=integer(0),
    decay=integer(1),
    total=all_of(integer(1), at_least_sum_of("warmup", "decay")),
)
def warmup_stable_decay(step: int, lr: float, warmup: int, decay: int, total: int) -> float:
    """Raise the learning rate from 0, keep it, and lower it to 0 in the last `decay` steps.

    All in straight lines. The long middle part can be extended later: only the end depends on
    the number of steps.

    Parameters
    ----------
    step : the number of the step, from 0.
    lr : the highest learning rate; not negative.
    warmup : the step at which it is reached; at least 0.
    decay : over how many steps it falls to 0; at least 1.
    total : the step at which the rate is 0 again; at least `warmup + decay`.

    Returns
    -------
    The learning rate of this step.

    Raises
    ------
    ValueError
        If `step` is negative or no integer, a number is out of range, or `total` is less than
        `warmup + decay`.

    References
    ----------
    Hu and others, MiniCPM: unveiling the potential of small language models with scalable
    training strategies, 2024, arXiv:2404.06395.

    Examples
    --------
    >>> wsd = [warmup_stable_decay(s, 1.0, warmup=10, decay=20, total=100) for s in (0, 5, 50, 90)]
    >>> wsd
    [0.0, 0.5, 1.0, 0.5]
    """
    if step < warmup:
        return lr * step / warmup
    left = max(total - step, 0)
    return lr * min(left / decay, 1.0)


@checked(
    lr=not_negative,
    loss=number(),
    best_loss=lowest_loss,
    waited=integer(0),
    factor=positive_share,
    patience=integer(1),
)
def reduce_on_plateau(
    lr: float,
    loss: float,
    best_loss: float,
    waited: int,
    factor: float = 0.1,
    patience: int = 10,
) -> tuple[float, float, int]:
    """Lower the learning rate when the validation loss has not fallen for `patience` epochs.

    Call it after each epoch. Start with `best_loss = np.inf` and `waited = 0`. Any lower loss
    counts as better; PyTorch wants it to be 0.0001 of itself lower, and waits one epoch longer.

    Parameters
    ----------
    lr : the learning rate of this epoch; not negative.
    loss : the validation loss after it.
    best_loss : the lowest loss so far.
    waited : how many epochs have passed since then, or since the last reduction.
    factor : what the rate is multiplied by; greater than 0, at most 1.
    patience : how many epochs without a lower loss to wait; at least 1.

    Returns
    -------
    lr : the learning rate of the next epoch.
    best_loss, waited : for the next call.

    Raises
    ------
    ValueError
        If `loss` is not finite, or a number is out of range.

    Examples
    --------
    >>> lr, best_loss, waited = 1.0, np.inf, 0
    >>> for loss in (2.0, 1.5, 1.6, 1.7):
    ...     lr, best_loss, waited = reduce_on_plateau(lr, loss, best_loss, waited, patience=2)
    >>> lr, best_loss, waited
    (0.1, 1.5, 0)
    """
    if loss < best_loss:
        return lr, loss, 0
    waited = waited + 1
    if waited < patience:
        return lr, best_loss, waited
    return lr * factor, best_loss, 0


@checked(
    step=step_number,
    min_lr=positive,
    max_lr=all_of(positive, greater_than("min_lr")),
    total=integer(1),
)
def range_test(step: int, min_lr: float, max_lr: float, total: int) -> float:
    """Raise the learning rate from `min_lr` to `max_lr`, by an equal factor at every step.

    For the learning-rate range test: train with it once, plot the loss against the rate, and
    choose a rate somewhat below the one where the loss starts to rise. The paper raises the rate
    in a straight line; equal factors show small rates better.

    Parameters
    ----------
    step : the number of the step, from 0.
    min_lr : the learning rate of step 0; positive.
    max_lr : the last learning rate; greater than `min_lr`.
    total : the step at which it is reached; at least 1.

    Returns
    -------
    The learning rate of this step.

    Raises
    ------
    ValueError
        If `step` is negative or no integer, a number is out of range, or `max_lr` is not greater
        than `min_lr`.

    References
    ----------
    Smith, Cyclical learning rates for training neural networks, 2015, arXiv:1506.01186.

    Examples
    --------
    >>> [round(range_test(step, 1e-4, 1.0, total=100), 6) for step in (0, 25, 50, 100)]
    [0.0001, 0.001, 0.01, 1.0]
    """
    progress = min(step / total, 1.0)
    return min_lr ** (1 - progress) * max_lr**progress
