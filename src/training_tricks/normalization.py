"""Bring signals back to a common scale inside the network.

Samples are on the first axis and features on the last, so the same functions serve dense layers,
(samples, features), and convolutions, (samples, height, width, channels). `gamma` and `beta` are
learned. Every `_backward` takes the gradient `dy` of the loss with respect to the result of its
forward function, and the forward function's own arguments.
"""

import numpy as np

from training_tricks.validation import (
    all_of,
    at_least_2d,
    checked,
    divides_features_of,
    matrix,
    no_zero_column,
    nowhere_below,
    per_feature,
    positive,
    same_shape,
)


@checked(x=at_least_2d, gamma=per_feature("x"), beta=per_feature("x"), eps=positive)
def batch_norm(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Normalize each feature over the batch: batch normalization while training.

    The mean and variance go to the running averages that inference uses, for example
    `running_mean = ema(running_mean, mean, decay=0.9)`. This variance divides by n, as the
    result does. PyTorch and Keras keep running averages too; PyTorch's average the variance that
    divides by n - 1.

    A batch of one normalizes to `beta`, whatever `x` is: there is nothing to compare it with.
    PyTorch refuses it.

    Parameters
    ----------
    x : floats of shape (samples, ..., features).
    gamma, beta : each feature's learned scale and shift, of shape (features,).
    eps : added to the variance, so that a constant feature does not divide by 0; positive.

    Returns
    -------
    y : normalized values, of the shape of `x`.
    mean, var : each feature's statistics in this batch, of shape (features,).

    Raises
    ------
    ValueError
        If an array has a wrong shape, is empty, not of floats or not finite, or `eps` is not
        positive.

    References
    ----------
    Ioffe and Szegedy, Batch normalization, 2015, arXiv:1502.03167, algorithm 1.

    Examples
    --------
    >>> x = np.array([[1.0, 10.0], [3.0, 30.0]])
    >>> y, mean, var = batch_norm(x, np.ones(2), np.zeros(2))
    >>> y.round(3)
    array([[-1., -1.],
           [ 1.,  1.]])
    >>> mean, var
    (array([ 2., 20.]), array([  1., 100.]))
    """
    all_but_features = tuple(range(x.ndim - 1))
    mean = x.mean(axis=all_but_features)
    centered = x - mean
    var = np.square(centered).mean(axis=all_but_features)
    y = centered * (gamma / np.sqrt(var + eps)) + beta
    return y, mean, var


@checked(
    x=at_least_2d,
    gamma=per_feature("x"),
    beta=per_feature("x"),
    running_mean=per_feature("x"),
    running_var=all_of(per_feature("x"), nowhere_below(0.0)),
    eps=positive,
)
def batch_norm_inference(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    eps: float = 1e-5,
) -> np.ndarray:
    """Normalize with the statistics kept from training, so that a sample's result is its own.

    Parameters
    ----------
    x : floats of shape (samples, ..., features).
    gamma, beta : each feature's learned scale and shift, of shape (features,).
    running_mean, running_var : each feature's averages from training, of shape (features,);
        a variance is not negative.
    eps : as in training; positive.

    Returns
    -------
    An array of the shape of `x`.

    Raises
    ------
    ValueError
        If an array has a wrong shape, is empty, not of floats or not finite, a variance is
        negative, or `eps` is not positive.

    References
    ----------
    Ioffe and Szegedy, Batch normalization, 2015, arXiv:1502.03167, algorithm 2.

    Examples
    --------
    >>> x = np.array([[5.0, 40.0]])
    >>> mean, var = np.array([2.0, 20.0]), np.array([1.0, 100.0])
    >>> batch_norm_inference(x, np.ones(2), np.zeros(2), mean, var).round(3)
    array([[3., 2.]])
    """
    return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta


@checked(dy=at_least_2d, x=same_shape("dy"), gamma=per_feature("x"), eps=positive)
def batch_norm_backward(
    dy: np.ndarray, x: np.ndarray, gamma: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pass a gradient back through `batch_norm`, through its mean and variance too.

    Parameters
    ----------
    dy : the gradient with respect to the result, of the shape of `x`.
    x : what `batch_norm` was given, of shape (samples, ..., features).
    gamma : each feature's learned scale, of shape (features,).
    eps : as in `batch_norm`; positive.

    Returns
    -------
    dx : the gradient with respect to `x`; it sums to 0 over each feature.
    dgamma, dbeta : the gradients with respect to the scale and the shift, of shape (features,).

    Raises
    ------
    ValueError
        If an array has a wrong shape, is empty, not of floats or not finite, or `eps` is not
        positive.

    References
    ----------
    Ioffe and Szegedy, Batch normalization, 2015, arXiv:1502.03167.

    Examples
    --------
    >>> x = np.array([[1.0], [3.0], [8.0]])
    >>> dy = np.array([[0.0], [0.0], [1.0]])
    >>> dx, dgamma, dbeta = batch_norm_backward(dy, x, np.ones(1))
    >>> dx.round(3).T, dgamma.round(3), dbeta
    (array([[ 0.044, -0.061,  0.017]]), array([1.359]), array([1.]))
    """
    all_but_features = tuple(range(x.ndim - 1))
    count = x.size // x.shape[-1]
    centered = x - x.mean(axis=all_but_features)
    var = np.square(centered).mean(axis=all_but_features)
    inverse_std = 1 / np.sqrt(var + eps)
    x_hat = centered * inverse_std
    dgamma = (dy * x_hat).sum(axis=all_but_features)
    dbeta = dy.sum(axis=all_but_features)
    # the mean and the variance depend on every sample: two more terms
    dx = gamma * inverse_std * (dy - dbeta / count - x_hat * (dgamma / count))
    return dx, dgamma, dbeta


@checked(x=at_least_2d, gamma=per_feature("x"), beta=per_feature("x"), eps=positive)
def layer_norm(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """Normalize each sample over its features: the same while training and at inference.

    Parameters
    ----------
    x : floats of shape (samples, ..., features).
    gamma, beta : each feature's learned scale and shift, of shape (features,).
    eps : added to the variance, so that a constant sample does not divide by 0; positive.

    Returns
    -------
    An array of the shape of `x`.

    Raises
    ------
    ValueError
        If an array has a wrong shape, is empty, not of floats or not finite, or `eps` is not
        positive.

    References
    ----------
    Ba, Kiros and Hinton, Layer normalization, 2016, arXiv:1607.06450.

    Examples
    --------
    >>> x = np.array([[1.0, 3.0], [10.0, 30.0]])
    >>> layer_norm(x, np.ones(2), np.zeros(2)).round(3)
    array([[-1.,  1.],
           [-1.,  1.]])
    """
    mean = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


@checked(dy=at_least_2d, x=same_shape("dy"), gamma=per_feature("x"), eps=positive)
def layer_norm_backward(
    dy: np.ndarray, x: np.ndarray, gamma: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pass a gradient back through `layer_norm`.

    Parameters
    ----------
    dy : the gradient with respect to the result, of the shape of `x`.
    x : what `layer_norm` was given, of shape (samples, ..., features).
    gamma : each feature's learned scale, of shape (features,).
    eps : as in `layer_norm`; positive.

    Returns
    -------
    dx : the gradient with respect to `x`; it sums to 0 over each sample.
    dgamma, dbeta : the gradients with respect to the scale and the shift, of shape (features,).

    Raises
    ------
    ValueError
        If an array has a wrong shape, is empty, not of floats or not finite, or `eps` is not
        positive.

    References
    ----------
    Ba, Kiros and Hinton, Layer normalization, 2016, arXiv:1607.06450.

    Examples
    --------
    >>> x, dy = np.array([[1.0, 3.0, 8.0]]), np.array([[0.0, 0.0, 1.0]])
    >>> dx, dgamma, dbeta = layer_norm_backward(dy, x, np.ones(3))
    >>> dx.round(3), dgamma.round(3), dbeta
    (array([[ 0.044, -0.061,  0.017]]), array([0.   , 0.   , 1.359]), array([0., 0., 1.]))
    """
    all_but_features = tuple(range(x.ndim - 1))
    inverse_std = 1 / np.sqrt(x.var(axis=-1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=-1, keepdims=True)) * inverse_std
    dgamma = (dy * x_hat).sum(axis=all_but_features)
    dbeta = dy.sum(axis=all_but_features)
    dx_hat = dy * gamma
    along_mean = dx_hat.mean(axis=-1, keepdims=True)
    along_x = x_hat * (dx_hat * x_hat).mean(axis=-1, keepdims=True)
    dx = inverse_std * (dx_hat - along_mean - along_x)
    return dx, dgamma, dbeta


@checked(x=at_least_2d, gamma=per_feature("x"), eps=positive)
def rms_norm(x: np.ndarray, gamma: np.ndarray, eps: float = 1e-6) -> np.ndarray:
    """Divide each sample by the root of its mean square: layer norm without mean and shift.

    Parameters
    ----------
    x : floats of shape (samples, ..., features).
    gamma : each feature's learned scale, of shape (features,).
    eps : added to the mean square, so that a sample of zeros does not divide by 0; positive.
        PyTorch's default is the smallest relative step of the dtype.

    Returns
    -------
    An array of the shape of `x`.

    Raises
    ------
    ValueError
        If an array has a wrong shape, is empty, not of floats or not finite, or `eps` is not
        positive.

    References
    ----------
    Zhang and Sennrich, Root mean square layer normalization, 2019, arXiv:1910.07467.

    Examples
    --------
    >>> rms_norm(np.array([[3.0, 4.0]]), np.ones(2)).round(4)
    array([[0.8485, 1.1314]])
    """
    mean_square = np.square(x).mean(axis=-1, keepdims=True)
    return gamma * x / np.sqrt(mean_square + eps)


@checked(dy=at_least_2d, x=same_shape("dy"), gamma=per_feature("x"), eps=positive)
def rms_norm_backward(
    dy: np.ndarray, x: np.ndarray, gamma: np.ndarray, eps: float = 1e-6
) -> tuple[np.ndarray, np.ndarray]:
    """Pass a gradient back through `rms_norm`.

    Parameters
    ----------
    dy : the gradient with respect to the result, of the shape of `x`.
    x : what `rms_norm` was given, of shape (samples, ..., features).
    gamma : each feature's learned scale, of shape (features,).
    eps : as in `rms_norm`; positive.

    Returns
    -------
    dx : the gradient with respect to `x`.
    dgamma : the gradient with respect to the scale, of shape (features,).

    Raises
    ------
    ValueError
        If an array has a wrong shape, is empty, not of floats or not finite, or `eps` is not
        positive.

    References
    ----------
    Zhang and Sennrich, Root mean square layer normalization, 2019, arXiv:1910.07467.

    Examples
    --------
    >>> x, dy = np.array([[3.0, 4.0]]), np.array([[1.0, 0.0]])
    >>> dx, dgamma = rms_norm_backward(dy, x, np.ones(2))
    >>> dx.round(4), dgamma.round(4)
    (array([[ 0.181 , -0.1358]]), array([0.8485, 0.    ]))
    """
    all_but_features = tuple(range(x.ndim - 1))
    mean_square = np.square(x).mean(axis=-1, keepdims=True)
    inverse_rms = 1 / np.sqrt(mean_square + eps)
    x_hat = x * inverse_rms
    dgamma = (dy * x_hat).sum(axis=all_but_features)
    dx_hat = dy * gamma
    along_x = x_hat * (dx_hat * x_hat).mean(axis=-1, keepdims=True)
    return inverse_rms * (dx_hat - along_x), dgamma


@checked(
    x=at_least_2d,
    gamma=per_feature("x"),
    beta=per_feature("x"),
    num_groups=divides_features_of("x"),
    eps=positive,
)
def group_norm(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, num_groups: int, eps: float = 1e-5
) -> np.ndarray:
    """Normalize each group of features in each sample: for batches too small for batch norm.

    A group is a run of neighbouring features, together with all positions between the first and
    the last axis. One group is layer norm over all of a sample's values; as many groups as
    features is instance norm.

    Parameters
    ----------
    x : floats of shape (samples, ..., features). (PyTorch has the channels on the second axis.)
    gamma, beta : each feature's learned scale and shift, of shape (features,).
    num_groups : how many groups; divides the number of features.
    eps : added to the variance, so that a constant group does not divide by 0; positive.

    Returns
    -------
    An array of the shape of `x`.

    Raises
    ------
    ValueError
        If an array has a wrong shape, is empty, not of floats or not finite, `num_groups` does
        not divide the features, or `eps` is not positive.

    References
    ----------
    Wu and He, Group normalization, 2018, arXiv:1803.08494.

    Examples
    --------
    >>> x = np.array([[1.0, 3.0, 10.0, 30.0]])
    >>> group_norm(x, np.ones(4), np.zeros(4), num_groups=2).round(3)
    array([[-1.,  1., -1.,  1.]])
    """
    samples, features = x.shape[0], x.shape[-1]
    groups = x.reshape(samples, -1, num_groups, features // num_groups)
    mean = groups.mean(axis=(1, 3), keepdims=True)
    var = groups.var(axis=(1, 3), keepdims=True)
    x_hat = ((groups - mean) / np.sqrt(var + eps)).reshape(x.shape)
    return gamma * x_hat + beta


@checked(
    dy=at_least_2d,
    x=same_shape("dy"),
    gamma=per_feature("x"),
    num_groups=divides_features_of("x"),
    eps=positive,
)
def group_norm_backward(
    dy: np.ndarray, x: np.ndarray, gamma: np.ndarray, num_groups: int, eps: float = 1e-5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pass a gradient back through `group_norm`.

    Parameters
    ----------
    dy : the gradient with respect to the result, of the shape of `x`.
    x : what `group_norm` was given, of shape (samples, ..., features).
    gamma : each feature's learned scale, of shape (features,).
    num_groups : as in `group_norm`; divides the number of features.
    eps : as in `group_norm`; positive.

    Returns
    -------
    dx : the gradient with respect to `x`; it sums to 0 over each group.
    dgamma, dbeta : the gradients with respect to the scale and the shift, of shape (features,).

    Raises
    ------
    ValueError
        If an array has a wrong shape, is empty, not of floats or not finite, `num_groups` does
        not divide the features, or `eps` is not positive.

    References
    ----------
    Wu and He, Group normalization, 2018, arXiv:1803.08494.

    Examples
    --------
    >>> x, dy = np.array([[1.0, 3.0, 8.0]]), np.array([[0.0, 0.0, 1.0]])
    >>> dx, dgamma, dbeta = group_norm_backward(dy, x, np.ones(3), num_groups=1)
    >>> dx.round(3), dgamma.round(3), dbeta
    (array([[ 0.044, -0.061,  0.017]]), array([0.   , 0.   , 1.359]), array([0., 0., 1.]))
    """
    split = (x.shape[0], -1, num_groups, x.shape[-1] // num_groups)
    in_group, all_but_features = (1, 3), tuple(range(x.ndim - 1))
    groups = x.reshape(split)
    inverse_std = 1 / np.sqrt(groups.var(axis=in_group, keepdims=True) + eps)
    x_hat = (groups - groups.mean(axis=in_group, keepdims=True)) * inverse_std
    dx_hat = (dy * gamma).reshape(split)
    along_mean = dx_hat.mean(axis=in_group, keepdims=True)
    along_x = x_hat * (dx_hat * x_hat).mean(axis=in_group, keepdims=True)
    dx = (inverse_std * (dx_hat - along_mean - along_x)).reshape(x.shape)
    dgamma = (dy * x_hat.reshape(x.shape)).sum(axis=all_but_features)
    return dx, dgamma, dy.sum(axis=all_but_features)


@checked(v=all_of(matrix, no_zero_column), g=per_feature("v"))
def weight_norm(v: np.ndarray, g: np.ndarray) -> np.ndarray:
    """Make a weight matrix from directions and lengths, which are learned apart.

    It rescales weights, not signals: each column of the result has the direction of that column
    of `v`, and the length that `g` gives.

    Parameters
    ----------
    v : directions, of shape (fan_in, fan_out); no column is all 0.
    g : each column's length, of shape (fan_out,).

    Returns
    -------
    The weights W, of shape (fan_in, fan_out), used as `x @ W`. (PyTorch's weights are the
    transpose of these.)

    Raises
    ------
    ValueError
        If an array has a wrong shape, is empty, not of floats or not finite, or a column of `v`
        is all 0.

    References
    ----------
    Salimans and Kingma, Weight normalization, 2016, arXiv:1602.07868.

    Examples
    --------
    >>> weight_norm(np.array([[3.0, 0.0], [4.0, 2.0]]), g=np.array([10.0, 1.0]))
    array([[6., 0.],
           [8., 1.]])
    """
    length = np.sqrt(np.square(v).sum(axis=0))
    return g * (v / length)


@checked(dW=matrix, v=all_of(same_shape("dW"), no_zero_column), g=per_feature("v"))
def weight_norm_backward(
    dW: np.ndarray, v: np.ndarray, g: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Pass a gradient back through `weight_norm`.

    Parameters
    ----------
    dW : the gradient with respect to the weights, of the shape of `v`.
    v : directions, of shape (fan_in, fan_out); no column is all 0.
    g : each column's length, of shape (fan_out,).

    Returns
    -------
    dv : the gradient with respect to the directions; each column stands at a right angle to that
        column of `v`.
    dg : the gradient with respect to the lengths, of shape (fan_out,).

    Raises
    ------
    ValueError
        If an array has a wrong shape, is empty, not of floats or not finite, or a column of `v`
        is all 0.

    References
    ----------
    Salimans and Kingma, Weight normalization, 2016, arXiv:1602.07868.

    Examples
    --------
    >>> v, dW = np.array([[3.0], [4.0]]), np.array([[1.0], [0.0]])
    >>> dv, dg = weight_norm_backward(dW, v, np.ones(1))
    >>> dv.round(3), dg
    (array([[ 0.128],
           [-0.096]]), array([0.6]))
    """
    length = np.sqrt(np.square(v).sum(axis=0))
    direction = v / length
    dg = (dW * direction).sum(axis=0)
    dv = g / length * (dW - direction * dg)
    return dv, dg
