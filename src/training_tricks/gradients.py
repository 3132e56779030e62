"""Look at gradients, check them, and keep them from growing without bound.

Norms are summed up in float64, because the squares of large float32 gradients overflow and those
of small ones vanish.
"""

from collections.abc import Callable

import numpy as np

from training_tricks.validation import arrays, checked, floats, function, positive, same_shape


@checked(g=floats, limit=positive)
def clip_by_value(g: np.ndarray, limit: float) -> np.ndarray:
    """Cut every coordinate off at ±limit. This changes the gradient's direction.

    Parameters
    ----------
    g : the gradient, floats of any shape.
    limit : the largest magnitude of a coordinate; positive.

    Returns
    -------
    An array of the shape of `g`.

    Raises
    ------
    ValueError
        If `g` is empty, not of floats or not finite, or `limit` is not positive.

    References
    ----------
    Mikolov, Statistical language models based on neural networks, PhD thesis, 2012.

    Examples
    --------
    >>> clip_by_value(np.array([0.5, -3.0, 20.0]), limit=1.0)
    array([ 0.5, -1. ,  1. ])
    """
    return np.clip(g, -limit, limit)


@checked(g=floats, max_norm=positive)
def clip_by_norm(g: np.ndarray, max_norm: float) -> np.ndarray:
    """Shorten a gradient that is longer than `max_norm` to that norm, and keep its direction.

    Up to the threshold the gradient stays as it is; above, it becomes g · max_norm / ‖g‖.

    Parameters
    ----------
    g : the gradient, floats of any shape.
    max_norm : the threshold θ; positive.

    Returns
    -------
    An array of the shape of `g`, whose norm is min(‖g‖, max_norm).

    Raises
    ------
    ValueError
        If `g` is empty, not of floats, not finite or too large for its norm to be, or `max_norm`
        is not positive.

    References
    ----------
    Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, 2012,
    arXiv:1211.5063, algorithm 1.

    Examples
    --------
    >>> clip_by_norm(np.array([3.0, 4.0]), max_norm=1.0)
    array([0.6, 0.8])
    >>> clip_by_norm(np.array([3.0, 4.0]), max_norm=10.0)
    array([3., 4.])
    """
    norm = np.sqrt(np.square(g, dtype=np.float64).sum())
    scale = max_norm / max(norm, max_norm)
    return g * float(scale)


@checked(grads=arrays)
def global_norm(grads: list[np.ndarray]) -> float:
    """Measure the norm of all gradients together, as if they were one long vector.

    Parameters
    ----------
    grads : gradients of any shapes, at least one.

    Returns
    -------
    The norm, a Python float.

    Raises
    ------
    ValueError
        If the list is empty, or a gradient is empty, not of floats, not finite or too large for
        its norm to be.

    References
    ----------
    Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, 2012,
    arXiv:1211.5063.

    Examples
    --------
    >>> global_norm([np.array([3.0]), np.array([[0.0, 4.0]])])
    5.0
    """
    squares = [np.square(g, dtype=np.float64).sum() for g in grads]
    return float(np.sqrt(sum(squares)))


@checked(grads=arrays, max_norm=positive)
def clip_by_global_norm(grads: list[np.ndarray], max_norm: float) -> list[np.ndarray]:
    """Shorten all gradients by one factor if their common norm is above `max_norm`.

    One factor keeps the direction of the whole step. PyTorch adds 1e-6 to the norm before it
    divides.

    Parameters
    ----------
    grads : gradients of any shapes, at least one.
    max_norm : the threshold θ for the norm of all together; positive.

    Returns
    -------
    A list of arrays of the same shapes, whose common norm is min(norm, max_norm).

    Raises
    ------
    ValueError
        If the list is empty, a gradient is empty, not of floats, not finite or too large for its
        norm to be, or `max_norm` is not positive.

    References
    ----------
    Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, 2012,
    arXiv:1211.5063, algorithm 1.

    Examples
    --------
    >>> clip_by_global_norm([np.array([3.0]), np.array([0.0, 4.0])], max_norm=1.0)
    [array([0.6]), array([0. , 0.8])]
    """
    squares = [np.square(g, dtype=np.float64).sum() for g in grads]
    norm = np.sqrt(sum(squares))
    scale = float(max_norm / max(norm, max_norm))
    return [g * scale for g in grads]


@checked(g=floats)
def normalize_gradient(g: np.ndarray) -> np.ndarray:
    """Keep only the direction of a gradient: the result has the norm 1.

    Parameters
    ----------
    g : the gradient, floats of any shape.

    Returns
    -------
    An array of the shape of `g`. A gradient of 0 has no direction and stays 0.

    Raises
    ------
    ValueError
        If `g` is empty, not of floats or not finite.

    References
    ----------
    Hazan, Levy and Shalev-Shwartz, Beyond convexity: stochastic quasi-convex optimization, 2015,
    arXiv:1507.02030.

    Examples
    --------
    >>> normalize_gradient(np.array([3e-30, 4e-30]))
    array([0.6, 0.8])
    """
    largest = np.abs(g).max()
    if largest == 0:
        return np.zeros_like(g)
    # to a usual size first: squares of tiny or huge numbers are lost
    scaled = g / largest
    return scaled / np.sqrt(np.square(scaled).sum())


@checked(f=function, w=floats, h=positive)
def numerical_gradient(
    f: "Callable[[np.ndarray], float]", w: np.ndarray, h: float = 1e-5
) -> np.ndarray:
    """Estimate the gradient of `f` at `w` from central differences, one coordinate at a time.

    Slow: two calls of `f` for each weight. It is for checking gradients, not for training. The
    differences are taken in float64, whatever the dtype of `w`.

    Parameters
    ----------
    f : a function of an array of the shape of `w` that returns one number.
    w : where to take the gradient, floats of any shape.
    h : the step to both sides; positive. The error has a part that falls with h² and one that
        grows with 1 / h; 1e-5 suits float64 and values around 1.

    Returns
    -------
    An array of the shape and dtype of `w`.

    Raises
    ------
    ValueError
        If `f` is no function, `w` is empty, not of floats or not finite, or `h` is not positive.

    Examples
    --------
    >>> numerical_gradient(lambda w: (w**2).sum(), np.array([1.0, -3.0])).round(6)
    array([ 2., -6.])
    """
    gradient = np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        up = w.astype(np.float64)
        down = w.astype(np.float64)
        up[place] += h
        down[place] -= h
        gradient[place] = (f(up) - f(down)) / (up[place] - down[place])
    return gradient.astype(w.dtype)


@checked(g=floats, expected=same_shape("g"))
def gradient_error(g: np.ndarray, expected: np.ndarray) -> float:
    """Compare two gradients: the norm of the difference, relative to the norms of both.

    With `expected = numerical_gradient(f, w)` in float64: below 1e-7 the gradient is right,
    above 1e-3 it is most likely wrong.

    Parameters
    ----------
    g, expected : the gradients, floats of one shape.

    Returns
    -------
    ‖g - expected‖ / (‖g‖ + ‖expected‖), from 0 to 1; 0 where both are 0.

    Raises
    ------
    ValueError
        If the shapes differ, or a gradient is empty, not of floats or not finite.

    Examples
    --------
    >>> gradient_error(np.array([2.0, -6.0]), np.array([2.0, -6.0]))
    0.0
    >>> round(gradient_error(np.array([2.0, -6.0]), np.array([2.0, 6.0])), 3)
    0.949
    """
    largest = max(np.abs(g).max(), np.abs(expected).max())
    if largest == 0:
        return 0.0
    # to a usual size first: squares of tiny or huge numbers are lost
    a = g / largest
    b = expected / largest
    difference = np.linalg.norm(a - b)
    return float(difference / (np.linalg.norm(a) + np.linalg.norm(b)))


@checked(grads=arrays)
def norm_per_layer(grads: list[np.ndarray]) -> list[float]:
    """Measure each gradient's norm: it shows in which layer a gradient vanishes or explodes.

    Parameters
    ----------
    grads : one gradient a layer, of any shapes; at least one.

    Returns
    -------
    The norms, a list of Python floats in the same order.

    Raises
    ------
    ValueError
        If the list is empty, or a gradient is empty, not of floats, not finite or too large for
        its norm to be.

    Examples
    --------
    >>> norm_per_layer([np.array([3.0, 4.0]), np.array([[0.0]])])
    [5.0, 0.0]
    """
    return [float(np.sqrt(np.square(g, dtype=np.float64).sum())) for g in grads]
