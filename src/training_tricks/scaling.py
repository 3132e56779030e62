"""Put the features of a data set on a common scale, with statistics of the training set."""

import numpy as np

from training_tricks.validation import all_of, broadcasts_to, checked, floats, nowhere_below


@checked(x=floats, mean=broadcasts_to("x"), std=all_of(broadcasts_to("x"), nowhere_below(0.0)))
def standardize(x: np.ndarray, mean: np.ndarray | float, std: np.ndarray | float) -> np.ndarray:
    """Shift and scale every feature to mean 0 and standard deviation 1.

    Take `mean` and `std` from the training set only (`x.mean(axis=0)`, `x.std(axis=0)`), and use
    the same two for validation and test data.

    Parameters
    ----------
    x : floats of shape (samples, features), or (features,) for one sample.
    mean : each feature's mean, of shape (features,), or one number for all.
    std : each feature's standard deviation, likewise; not negative.

    Returns
    -------
    An array of the shape of `x`. A constant feature is shifted and not scaled: it becomes 0.
    Constant means a `std` of at most 100 rounding errors of `mean`, because the computed
    standard deviation of equal numbers is seldom exactly 0.

    Raises
    ------
    ValueError
        If an array is empty, not of floats or not finite, if `mean` or `std` does not fit the
        features of `x`, or if a `std` is negative.

    References
    ----------
    LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998, section 4.3.

    Examples
    --------
    >>> x = np.array([[1.0, 100.0], [3.0, 100.0]])
    >>> standardize(x, x.mean(axis=0), x.std(axis=0))
    array([[-1.,  0.],
           [ 1.,  0.]])
    """
    rounding = np.finfo(x.dtype).eps * np.abs(mean)
    constant = std <= 100 * rounding
    one = x.dtype.type(1)
    return (x - mean) / np.where(constant, one, std)


@checked(x=floats, low=broadcasts_to("x"), high=all_of(broadcasts_to("x"), nowhere_below("low")))
def minmax_scale(x: np.ndarray, low: np.ndarray | float, high: np.ndarray | float) -> np.ndarray:
    """Shift and scale every feature so that `low` becomes 0 and `high` becomes 1.

    Take `low` and `high` from the training set only (`x.min(axis=0)`, `x.max(axis=0)`). New data
    may then lie outside [0, 1]; it is not clipped. For [-1, 1] take `2 * y - 1` of the result.

    Parameters
    ----------
    x : floats of shape (samples, features), or (features,) for one sample.
    low : each feature's least value, of shape (features,), or one number for all.
    high : each feature's greatest value, likewise; nowhere less than `low`.

    Returns
    -------
    An array of the shape of `x`. A constant feature (`low` equals `high`) is shifted and not
    scaled: it becomes 0.

    Raises
    ------
    ValueError
        If an array is empty, not of floats or not finite, if `low` or `high` does not fit the
        features of `x`, or if a `high` is less than its `low`.

    Examples
    --------
    >>> x = np.array([[10.0, 5.0], [20.0, 5.0], [30.0, 5.0]])
    >>> minmax_scale(x, x.min(axis=0), x.max(axis=0))
    array([[0. , 0. ],
           [0.5, 0. ],
           [1. , 0. ]])
    """
    constant = high == low
    one = x.dtype.type(1)
    return (x - low) / np.where(constant, one, high - low)
