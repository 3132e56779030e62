"""Figures to look at when a network does not train."""

from collections.abc import Callable

import numpy as np

from training_tricks.validation import (
    all_of,
    arrays,
    at_least_2d,
    checked,
    class_labels,
    floats,
    function,
    integer,
    matrix,
    nonzero,
    not_negative,
    same_shape,
)


@checked(w=all_of(floats, nonzero), new_w=same_shape("w"))
def update_ratio(w: np.ndarray, new_w: np.ndarray) -> float:
    """Measure the length of an update relative to the length of the weights.

    About 0.001 is a common rule of thumb: far less means that the layer hardly learns, far more
    that it jumps.

    Parameters
    ----------
    w : the weights before the step, floats of any shape; not all 0.
    new_w : the weights after it, of the same shape.

    Returns
    -------
    ‖new_w - w‖ / ‖w‖, a Python float.

    Raises
    ------
    ValueError
        If the shapes differ, an array is empty, not of floats or not finite, or `w` is all 0.

    Examples
    --------
    >>> update_ratio(np.array([3.0, 4.0]), np.array([3.0, 4.01])).__round__(6)
    0.002
    """
    update = np.sqrt(np.square(new_w - w, dtype=np.float64).sum())
    length = np.sqrt(np.square(w, dtype=np.float64).sum())
    return float(update / length)


@checked(h=at_least_2d)
def dead_units(h: np.ndarray) -> float:
    """Count the units that are 0 for every sample: behind ReLU they pass no gradient.

    Parameters
    ----------
    h : activations after ReLU, of shape (samples, ..., units).

    Returns
    -------
    The share of dead units, from 0 to 1.

    Raises
    ------
    ValueError
        If `h` has fewer than 2 axes, is empty, not of floats or not finite.

    References
    ----------
    Lu, Shin, Su and Karniadakis, Dying ReLU and initialization, 2019, arXiv:1903.06733.

    Examples
    --------
    >>> dead_units(np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 2.0]])).__round__(3)
    0.333
    """
    all_but_units = tuple(range(h.ndim - 1))
    return float((h == 0).all(axis=all_but_units).mean())


@checked(logits=matrix, labels=class_labels("logits"))
def loss_at_start(logits: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Compare the cross-entropy of an untrained network with that of pure guessing, ln K.

    A network that does not yet know anything should not be sure of anything: with first logits
    near 0 the two are about equal. A loss well above ln K means large first logits.

    Parameters
    ----------
    logits : the untrained network's output, of shape (samples, K).
    labels : the right class of each sample, integers of shape (samples,); or probabilities of
        shape (samples, K).

    Returns
    -------
    loss, expected : the loss, and ln K.

    Raises
    ------
    ValueError
        If an array has a wrong shape, is empty or not finite, or a label is not one of the
        classes.

    Examples
    --------
    >>> loss, expected = loss_at_start(np.zeros((2, 10)), np.array([0, 7]))
    >>> round(loss, 3), round(expected, 3)
    (2.303, 2.303)
    """
    samples, classes = logits.shape
    targets = labels
    if labels.ndim == 1:
        targets = np.eye(classes)[labels]
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probability = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -(targets * log_probability).sum() / samples
    return float(loss), float(np.log(classes))


@checked(loss_and_gradients=function, params=arrays, lr=not_negative, steps=integer(1))
def overfit_one_batch(
    loss_and_gradients: "Callable[..., tuple[float | np.floating, list[np.ndarray]]]",
    params: list[np.ndarray],
    lr: float = 0.1,
    steps: int = 200,
) -> list[float]:
    """Train on one and the same batch by gradient descent: the loss must come close to 0.

    Where it does not, something is wrong with the network, its gradients or the learning rate,
    and more data will not help.

    Parameters
    ----------
    loss_and_gradients : a function of the weights that returns the loss of that batch and one
        gradient for each weight array.
    params : the weights at the start, a list of arrays; they are not changed.
    lr : the learning rate; not negative.
    steps : how many steps to take; at least 1.

    Returns
    -------
    The loss before each step, a list of `steps` Python floats.

    Raises
    ------
    ValueError
        If `loss_and_gradients` is no function, the list is empty, an array is empty, not of
        floats or not finite, or a number is out of range.

    Examples
    --------
    >>> def loss_and_gradients(params):
    ...     w = params[0]
    ...     return (w**2).sum(), [2 * w]
    >>> losses = overfit_one_batch(loss_and_gradients, [np.array([3.0])], lr=0.25, steps=4)
    >>> losses
    [9.0, 2.25, 0.5625, 0.140625]
    """
    losses = []
    for _ in range(steps):
        loss, gradients = loss_and_gradients(params)
        losses.append(float(loss))
        params = [w - lr * g for w, g in zip(params, gradients, strict=True)]
    return losses
