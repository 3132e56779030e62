"""Average weights along the way, or predictions of several networks. These are two things."""

import numpy as np

from training_tricks.validation import at_least_2d, checked, floats, integer, same_shape, share


@checked(avg=floats, w=same_shape("avg"), decay=share)
def ema(avg: np.ndarray, w: np.ndarray, decay: float = 0.999) -> np.ndarray:
    """Update an exponential moving average of weights: old values fade by `decay` a step.

    Start with `avg = w`. The same rule keeps batch norm's running statistics.

    Parameters
    ----------
    avg : the average so far, floats of any shape.
    w : the new weights, of the same shape.
    decay : the share of the old average that stays; from 0 to 1. It remembers about
        1 / (1 - decay) steps.

    Returns
    -------
    The new average.

    Raises
    ------
    ValueError
        If the shapes differ, an array is empty, not of floats or not finite, or `decay` is out
        of range.

    References
    ----------
    Polyak and Juditsky, Acceleration of stochastic approximation by averaging, 1992, averages
    evenly; the exponential form is what libraries offer.

    Examples
    --------
    >>> ema(np.array([1.0, 1.0]), np.array([2.0, 0.0]), decay=0.9)
    array([1.1, 0.9])
    """
    return decay * avg + (1 - decay) * w


@checked(avg=floats, w=same_shape("avg"), n=integer(0))
def swa(avg: np.ndarray, w: np.ndarray, n: int) -> np.ndarray:
    """Add one more set of weights to an even average: stochastic weight averaging.

    Parameters
    ----------
    avg : the average of `n` sets of weights, floats of any shape; ignored where `n` is 0.
    w : the new weights, of the same shape.
    n : how many sets are in `avg`; at least 0.

    Returns
    -------
    The average of `n + 1` sets.

    Raises
    ------
    ValueError
        If the shapes differ, an array is empty, not of floats or not finite, or `n` is negative.

    References
    ----------
    Izmailov, Podoprikhin, Garipov, Vetrov and Wilson, Averaging weights leads to wider optima
    and better generalization, 2018, arXiv:1803.05407, algorithm 1.

    Examples
    --------
    >>> swa(np.array([1.0, 2.0]), np.array([4.0, 5.0]), n=2)
    array([2., 3.])
    """
    return (n * avg + w) / (n + 1)


@checked(predictions=at_least_2d)
def ensemble(predictions: np.ndarray) -> np.ndarray:
    """Average the predictions of several networks for the same samples.

    Where the errors of M networks have the variance σ² and the correlation ρ, the average has
    the variance ρσ² + (1 - ρ)σ²/M.

    Parameters
    ----------
    predictions : floats of shape (networks, samples, ...): class probabilities, or values.

    Returns
    -------
    The mean over the networks, of shape (samples, ...).

    Raises
    ------
    ValueError
        If `predictions` has fewer than 2 axes, is empty, not of floats or not finite.

    References
    ----------
    Lakshminarayanan, Pritzel and Blundell, Simple and scalable predictive uncertainty estimation
    using deep ensembles, 2016, arXiv:1612.01474.

    Examples
    --------
    >>> ensemble(np.array([[[0.9, 0.1]], [[0.5, 0.5]]]))
    array([[0.7, 0.3]])
    """
    return predictions.mean(axis=0)
