"""Keep a network from learning its training set by heart."""

# Annotations are not evaluated, so that np.random is loaded only when it is used.
from __future__ import annotations

import numpy as np

from training_tricks.validation import (
    array_or_arrays,
    at_least_2d,
    broadcasts_to,
    checked,
    floats,
    generator,
    integer,
    lowest_loss,
    mixable_labels,
    not_negative,
    number,
    probabilities,
    share_below_1,
)


@checked(rng=generator, x=floats, rate=share_below_1)
def dropout(rng: np.random.Generator, x: np.ndarray, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """Zero a random share of the values, and scale up the rest so that the mean stays.

    This is inverted dropout, for training. At inference do nothing at all. Here `rate` is the
    share that is dropped; in the paper p is the share that is kept, and the scaling is done at
    inference.

    Parameters
    ----------
    rng : NumPy's random generator.
    x : floats of any shape.
    rate : the probability to drop a value; at least 0, less than 1.

    Returns
    -------
    y : an array of the shape of `x`, with E[y] = x and Var[y] = x² rate / (1 - rate).
    mask : what `x` was multiplied by, 0 or 1 / (1 - rate); `dropout_backward` wants it.

    Raises
    ------
    ValueError
        If `rng` is no generator, `x` is empty, not of floats or not finite, or `rate` is out of
        range.

    References
    ----------
    Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: a simple way to prevent
    neural networks from overfitting, JMLR 15, 2014.

    Examples
    --------
    >>> y, mask = dropout(np.random.default_rng(0), np.array([1.0, 2.0, 3.0, 4.0]), rate=0.5)
    >>> y
    array([2., 0., 0., 0.])
    """
    keep = rng.random(x.shape) >= rate
    mask = keep.astype(x.dtype) / (1 - rate)
    return x * mask, mask


@checked(dy=floats, mask=broadcasts_to("dy"))
def dropout_backward(dy: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Pass a gradient back through `dropout` or `stochastic_depth`: it meets the same mask.

    Parameters
    ----------
    dy : the gradient with respect to the result.
    mask : what the forward function returned beside it.

    Returns
    -------
    dx, the gradient with respect to the input, of the shape of `dy`.

    Raises
    ------
    ValueError
        If an array is empty, not of floats or not finite, or `mask` does not fit `dy`.

    References
    ----------
    Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: a simple way to prevent
    neural networks from overfitting, JMLR 15, 2014.

    Examples
    --------
    >>> dropout_backward(np.array([1.0, 1.0, 5.0]), mask=np.array([2.0, 0.0, 2.0]))
    array([ 2.,  0., 10.])
    """
    return dy * mask


@checked(rng=generator, x=at_least_2d, rate=share_below_1)
def stochastic_depth(
    rng: np.random.Generator, x: np.ndarray, rate: float
) -> tuple[np.ndarray, np.ndarray]:
    """Drop the whole residual branch for a random share of the samples, while training.

    Apply it to the branch of a residual block before the block's input is added to it. What is
    kept is scaled up by 1 / (1 - rate), so at inference do nothing. (In the paper the branch is
    scaled down at inference, and is dropped for a whole batch at once.)

    Parameters
    ----------
    rng : NumPy's random generator.
    x : the branch's values, of shape (samples, ..., features).
    rate : the probability to drop a sample's branch; at least 0, less than 1.

    Returns
    -------
    y : an array of the shape of `x`, with E[y] = x.
    mask : what `x` was multiplied by, of shape (samples, 1, ..., 1); for `dropout_backward`.

    Raises
    ------
    ValueError
        If `rng` is no generator, `x` has fewer than 2 axes, is empty, not of floats or not
        finite, or `rate` is out of range.

    References
    ----------
    Huang, Sun, Liu, Sedra and Weinberger, Deep networks with stochastic depth, 2016,
    arXiv:1603.09382.

    Examples
    --------
    >>> y, mask = stochastic_depth(np.random.default_rng(0), np.ones((3, 2)), rate=0.5)
    >>> y
    array([[2., 2.],
           [0., 0.],
           [0., 0.]])
    """
    one_per_sample = (x.shape[0],) + (1,) * (x.ndim - 1)
    keep = rng.random(one_per_sample) >= rate
    mask = keep.astype(x.dtype) / (1 - rate)
    return x * mask, mask


@checked(w=floats, strength=not_negative)
def l1_penalty(w: np.ndarray, strength: float) -> tuple[np.floating, np.ndarray]:
    """Charge for the absolute size of the weights: it pushes small weights to exactly 0.

    Parameters
    ----------
    w : the weights, floats of any shape.
    strength : price of a unit of weight; not negative.

    Returns
    -------
    penalty : strength · Σ|w|, to add to the loss.
    dw : its gradient, of the shape of `w`; 0 where a weight is 0.

    Raises
    ------
    ValueError
        If `w` is empty, not of floats or not finite, or `strength` is negative.

    References
    ----------
    Tibshirani, Regression shrinkage and selection via the lasso, 1996.

    Examples
    --------
    >>> penalty, dw = l1_penalty(np.array([3.0, -4.0, 0.0]), strength=0.5)
    >>> float(penalty), dw
    (3.5, array([ 0.5, -0.5,  0. ]))
    """
    return strength * np.abs(w).sum(), strength * np.sign(w)


@checked(w=floats, strength=not_negative)
def l2_penalty(w: np.ndarray, strength: float) -> tuple[np.floating, np.ndarray]:
    """Charge for the squares of the weights: it shrinks large weights most.

    With the ½ the gradient is `strength * w`. Keras leaves the ½ out. Under plain gradient
    descent this equals weight decay; under Adam it does not (see `adamw`).

    Parameters
    ----------
    w : the weights, floats of any shape.
    strength : price of the squares; not negative.

    Returns
    -------
    penalty : strength / 2 · Σw², to add to the loss.
    dw : its gradient, of the shape of `w`.

    Raises
    ------
    ValueError
        If `w` is empty, not of floats or not finite, or `strength` is negative.

    References
    ----------
    Krogh and Hertz, A simple weight decay can improve generalization, NIPS 1991.

    Examples
    --------
    >>> penalty, dw = l2_penalty(np.array([3.0, -4.0, 0.0]), strength=0.5)
    >>> float(penalty), dw
    (6.25, array([ 1.5, -2. ,  0. ]))
    """
    return strength / 2 * np.square(w).sum(), strength * w


@checked(labels=probabilities, alpha=share_below_1)
def smooth_labels(labels: np.ndarray, alpha: float) -> np.ndarray:
    """Spread a share of every label evenly over all classes, so that no output must grow for ever.

    `softmax_cross_entropy(logits, labels, label_smoothing=alpha)` does the same on its way.

    Parameters
    ----------
    labels : probabilities of shape (samples, classes), such as `np.eye(classes)[numbers]`.
    alpha : the share that is spread; at least 0, less than 1.

    Returns
    -------
    Probabilities of the shape of `labels`.

    Raises
    ------
    ValueError
        If `labels` is not a matrix of floats whose rows are not negative and sum to 1, or `alpha`
        is out of range.

    References
    ----------
    Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, Rethinking the Inception architecture for
    computer vision, 2015, arXiv:1512.00567.

    Examples
    --------
    >>> smooth_labels(np.array([[0.0, 1.0, 0.0, 0.0]]), alpha=0.2)
    array([[0.05, 0.85, 0.05, 0.05]])
    """
    classes = labels.shape[1]
    return (1 - alpha) * labels + alpha / classes


@checked(rng=generator, x=at_least_2d, labels=mixable_labels("x"), alpha=number(0.01, 100.0))
def mixup(
    rng: np.random.Generator, x: np.ndarray, labels: np.ndarray, alpha: float = 0.2
) -> tuple[np.ndarray, np.ndarray]:
    """Mix every sample with another one, and their labels in the same proportion.

    One proportion, drawn from Beta(alpha, alpha), serves the whole batch, as in the authors'
    published code.

    Parameters
    ----------
    rng : NumPy's random generator.
    x : the samples, floats of shape (samples, ...).
    labels : probabilities of shape (samples, classes), such as `np.eye(classes)[numbers]`.
    alpha : from 0.01 to 100; small values seldom mix much, 1 mixes in every proportion.

    Returns
    -------
    x, labels : the mixed samples and the mixed labels, of the same shapes.

    Raises
    ------
    ValueError
        If `rng` is no generator, an array has a wrong shape, is empty, not of floats or not
        finite, the labels' rows do not sum to 1, or `alpha` is out of range.

    References
    ----------
    Zhang, Cisse, Dauphin and Lopez-Paz, mixup: beyond empirical risk minimization, 2017,
    arXiv:1710.09412.

    Examples
    --------
    >>> x, labels = np.array([[0.0], [10.0]]), np.eye(2)
    >>> x, labels = mixup(np.random.default_rng(3), x, labels, alpha=1.0)
    >>> x.round(2), labels.round(3)
    (array([[7.34],
           [2.66]]), array([[0.266, 0.734],
           [0.734, 0.266]]))
    """
    mix = rng.beta(alpha, alpha)
    other = rng.permutation(len(x))
    mixed_x = mix * x + (1 - mix) * x[other]
    mixed_labels = mix * labels + (1 - mix) * labels[other]
    return mixed_x, mixed_labels


@checked(
    loss=number(),
    w=array_or_arrays,
    best_loss=lowest_loss,
    best_w=array_or_arrays,
    waited=integer(0),
    patience=integer(1),
)
def early_stopping(
    loss: float,
    w: np.ndarray | list[np.ndarray],
    best_loss: float,
    best_w: np.ndarray | list[np.ndarray],
    waited: int,
    patience: int = 5,
) -> tuple[float, np.ndarray | list[np.ndarray], int, bool]:
    """Keep the weights with the lowest validation loss, and say when to stop waiting for lower.

    Call it after each epoch. Start with `best_loss = np.inf`, `best_w = w`, `waited = 0`, and go
    on with `best_w` after the stop: these weights are the best, not the last.

    Parameters
    ----------
    loss : the validation loss of this epoch.
    w : the weights that gave it: an array, or a list of arrays.
    best_loss, best_w : the lowest loss so far, and its weights.
    waited : how many epochs have passed since then.
    patience : how many epochs without a lower loss to wait; at least 1.

    Returns
    -------
    best_loss, best_w, waited : for the next call.
    stop : whether `patience` epochs have passed in vain.

    Raises
    ------
    ValueError
        If `loss` is not finite, weights are empty, not of floats or not finite, or a count is out
        of range.

    References
    ----------
    Prechelt, Early stopping - but when?, 1998.

    Examples
    --------
    >>> best_loss, best_w, waited = np.inf, np.zeros(1), 0
    >>> for loss, w in [(2.0, 1.0), (1.5, 2.0), (1.6, 3.0), (1.7, 4.0)]:
    ...     best_loss, best_w, waited, stop = early_stopping(
    ...         loss, np.array([w]), best_loss, best_w, waited, patience=2
    ...     )
    >>> best_loss, best_w, stop
    (1.5, array([2.]), True)
    """
    if loss < best_loss:
        return loss, w, 0, False
    waited = waited + 1
    return best_loss, best_w, waited, waited >= patience
