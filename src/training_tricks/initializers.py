"""First values for a weight matrix of the shape (fan_in, fan_out), which is used as `x @ W`.

All keep the size of the signal from layer to layer, in expectation, at the start of training.
They differ in the layer they assume: linear or tanh (LeCun, Glorot), or ReLU (He). The normal
and the uniform version of a rule have the same variance. The results are float64; convert them
with `.astype(np.float32)` where you train in float32.
"""

# Annotations are not evaluated, so that np.random is loaded only when it is used.
from __future__ import annotations

import numpy as np

from training_tricks.validation import checked, fans, generator, positive


@checked(rng=generator, shape=fans, limit=positive)
def uniform(rng: np.random.Generator, shape: tuple[int, int], limit: float) -> np.ndarray:
    """Draw weights uniformly from [-limit, limit): Var[w] = limit² / 3, whatever the fans.

    Parameters
    ----------
    rng : NumPy's random generator.
    shape : (fan_in, fan_out), both at least 1.
    limit : the bound of the weights; positive.

    Returns
    -------
    An array of the shape `shape`.

    Raises
    ------
    ValueError
        If `rng` is no generator, a fan is less than 1, or `limit` is not positive.

    Examples
    --------
    >>> W = uniform(np.random.default_rng(0), (300, 100), limit=0.3)
    >>> bool(np.abs(W).max() <= 0.3), round(float(W.var()), 3)
    (True, 0.03)
    """
    return rng.uniform(-limit, limit, size=shape)


@checked(rng=generator, shape=fans, std=positive)
def truncated_normal(rng: np.random.Generator, shape: tuple[int, int], std: float) -> np.ndarray:
    """Draw normal weights without far outliers, and with the standard deviation `std`.

    A normal distribution cut off at two standard deviations keeps only 0.88 of its standard
    deviation. Here that is made good: the wider distribution is cut, so that what is left has
    the standard deviation `std`, and no weight is beyond 2.28 `std`.

    Parameters
    ----------
    rng : NumPy's random generator.
    shape : (fan_in, fan_out), both at least 1.
    std : the standard deviation of the weights; positive.

    Returns
    -------
    An array of the shape `shape`.

    Raises
    ------
    ValueError
        If `rng` is no generator, a fan is less than 1, or `std` is not positive.

    Examples
    --------
    >>> W = truncated_normal(np.random.default_rng(0), (300, 100), std=0.1)
    >>> round(float(W.std()), 3), round(float(np.abs(W).max()), 3)
    (0.1, 0.227)
    """
    z = rng.normal(size=shape)
    outside = np.abs(z) > 2
    while outside.any():
        z[outside] = rng.normal(size=outside.sum())
        outside = np.abs(z) > 2
    std_after_cut = 0.8796256610342398
    return std * z / std_after_cut


@checked(rng=generator, shape=fans)
def lecun_normal(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Draw normal weights with Var[w] = 1 / fan_in: a linear layer keeps the signal's variance.

    Parameters
    ----------
    rng : NumPy's random generator.
    shape : (fan_in, fan_out), both at least 1.

    Returns
    -------
    An array of the shape `shape`.

    Raises
    ------
    ValueError
        If `rng` is no generator or a fan is less than 1.

    References
    ----------
    LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998.

    Examples
    --------
    >>> W = lecun_normal(np.random.default_rng(0), (400, 100))
    >>> W.shape, round(float(W.std() * 400**0.5), 2)
    ((400, 100), 1.0)
    """
    fan_in, fan_out = shape
    std = np.sqrt(1 / fan_in)
    return rng.normal(0, std, size=(fan_in, fan_out))


@checked(rng=generator, shape=fans)
def lecun_uniform(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Draw uniform weights with Var[w] = 1 / fan_in: a linear layer keeps the signal's variance.

    Parameters
    ----------
    rng : NumPy's random generator.
    shape : (fan_in, fan_out), both at least 1.

    Returns
    -------
    An array of the shape `shape`, with bounds ±√(3 / fan_in).

    Raises
    ------
    ValueError
        If `rng` is no generator or a fan is less than 1.

    References
    ----------
    LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998.

    Examples
    --------
    >>> W = lecun_uniform(np.random.default_rng(0), (300, 100))
    >>> bool(np.abs(W).max() <= 0.1), round(float(W.std() * 300**0.5), 2)
    (True, 1.0)
    """
    fan_in, fan_out = shape
    limit = np.sqrt(3 / fan_in)
    return rng.uniform(-limit, limit, size=(fan_in, fan_out))


@checked(rng=generator, shape=fans)
def glorot_normal(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Draw normal weights with Var[w] = 2 / (fan_in + fan_out): a compromise for both directions.

    1 / fan_in would keep the variance of the signal, 1 / fan_out that of the gradient. Also
    called Xavier initialization. For tanh and linear layers.

    Parameters
    ----------
    rng : NumPy's random generator.
    shape : (fan_in, fan_out), both at least 1.

    Returns
    -------
    An array of the shape `shape`.

    Raises
    ------
    ValueError
        If `rng` is no generator or a fan is less than 1.

    References
    ----------
    Glorot and Bengio, Understanding the difficulty of training deep feedforward neural
    networks, AISTATS 2010.

    Examples
    --------
    >>> W = glorot_normal(np.random.default_rng(0), (300, 100))
    >>> round(float(W.std() * 200**0.5), 2)
    1.0
    """
    fan_in, fan_out = shape
    std = np.sqrt(2 / (fan_in + fan_out))
    return rng.normal(0, std, size=(fan_in, fan_out))


@checked(rng=generator, shape=fans)
def glorot_uniform(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Draw uniform weights with Var[w] = 2 / (fan_in + fan_out): good in both directions.

    1 / fan_in would keep the variance of the signal, 1 / fan_out that of the gradient. Also
    called Xavier initialization. For tanh and linear layers.

    Parameters
    ----------
    rng : NumPy's random generator.
    shape : (fan_in, fan_out), both at least 1.

    Returns
    -------
    An array of the shape `shape`, with bounds ±√(6 / (fan_in + fan_out)).

    Raises
    ------
    ValueError
        If `rng` is no generator or a fan is less than 1.

    References
    ----------
    Glorot and Bengio, Understanding the difficulty of training deep feedforward neural
    networks, AISTATS 2010.

    Examples
    --------
    >>> W = glorot_uniform(np.random.default_rng(0), (400, 200))
    >>> bool(np.abs(W).max() <= 0.1), round(float(W.std() * 300**0.5), 2)
    (True, 1.0)
    """
    fan_in, fan_out = shape
    limit = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, size=(fan_in, fan_out))


@checked(rng=generator, shape=fans)
def he_normal(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Draw normal weights with Var[w] = 2 / fan_in: for layers with ReLU before them.

    ReLU sets half of the signal to zero and so halves its mean square; the 2 makes that good.

    Parameters
    ----------
    rng : NumPy's random generator.
    shape : (fan_in, fan_out), both at least 1.

    Returns
    -------
    An array of the shape `shape`.

    Raises
    ------
    ValueError
        If `rng` is no generator or a fan is less than 1.

    References
    ----------
    He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015, arXiv:1502.01852.

    Examples
    --------
    >>> W = he_normal(np.random.default_rng(0), (200, 100))
    >>> round(float(W.std() * 100**0.5), 2)
    1.0
    """
    fan_in, fan_out = shape
    std = np.sqrt(2 / fan_in)
    return rng.normal(0, std, size=(fan_in, fan_out))


@checked(rng=generator, shape=fans)
def he_uniform(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Draw uniform weights with Var[w] = 2 / fan_in: for layers with ReLU before them.

    ReLU sets half of the signal to zero and so halves its mean square; the 2 makes that good.

    Parameters
    ----------
    rng : NumPy's random generator.
    shape : (fan_in, fan_out), both at least 1.

    Returns
    -------
    An array of the shape `shape`, with bounds ±√(6 / fan_in).

    Raises
    ------
    ValueError
        If `rng` is no generator or a fan is less than 1.

    References
    ----------
    He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015, arXiv:1502.01852.

    Examples
    --------
    >>> W = he_uniform(np.random.default_rng(0), (600, 100))
    >>> bool(np.abs(W).max() <= 0.1), round(float(W.std() * 300**0.5), 2)
    (True, 1.0)
    """
    fan_in, fan_out = shape
    limit = np.sqrt(6 / fan_in)
    return rng.uniform(-limit, limit, size=(fan_in, fan_out))


@checked(rng=generator, shape=fans, gain=positive)
def orthogonal(rng: np.random.Generator, shape: tuple[int, int], gain: float = 1.0) -> np.ndarray:
    """Draw a random orthogonal matrix, times `gain`: every singular value is `gain`.

    Where fan_in is at most fan_out the rows are orthonormal and `x @ W` keeps the length of
    every x exactly; otherwise the columns are orthonormal. For ReLU take `gain=np.sqrt(2)`.

    Parameters
    ----------
    rng : NumPy's random generator.
    shape : (fan_in, fan_out), both at least 1.
    gain : factor for all weights; positive.

    Returns
    -------
    An array of the shape `shape`.

    Raises
    ------
    ValueError
        If `rng` is no generator, a fan is less than 1, or `gain` is not positive.

    References
    ----------
    Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning in deep
    linear neural networks, 2013, arXiv:1312.6120. The signs: Mezzadri, How to generate random
    matrices from the classical compact groups, 2007, arXiv:math-ph/0609050.

    Examples
    --------
    >>> W = orthogonal(np.random.default_rng(0), (2, 3))
    >>> np.abs(W @ W.T).round(6)
    array([[1., 0.],
           [0., 1.]])
    """
    tall = (max(shape), min(shape))
    q, r = np.linalg.qr(rng.normal(size=tall))
    # without this sign rule some orthogonal matrices would be more likely
    q = q * np.copysign(1.0, np.diag(r))
    fan_in, fan_out = shape
    return gain * (q if fan_in >= fan_out else q.T)
