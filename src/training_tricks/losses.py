"""Losses, each with its gradient: training needs both, and they share most of the work."""

import numpy as np

from training_tricks.validation import (
    checked,
    class_labels,
    floats,
    matrix,
    same_shape,
    share_below_1,
)


@checked(logits=matrix, labels=class_labels("logits"), label_smoothing=share_below_1)
def softmax_cross_entropy(
    logits: np.ndarray, labels: np.ndarray, label_smoothing: float = 0.0
) -> tuple[np.floating, np.ndarray]:
    """Measure how little probability the network gives to the right classes.

    Equal logits for K classes give a loss of ln K.

    Parameters
    ----------
    logits : the network's output before the softmax, of shape (samples, classes).
    labels : the right class of each sample, integers of shape (samples,); or probabilities of
        shape (samples, classes), each row with the sum 1, as `mixup` makes them.
    label_smoothing : the share of the label that is spread evenly over all classes; at least 0,
        less than 1.

    Returns
    -------
    loss : the mean over the samples.
    dlogits : its gradient, of the shape of `logits`.

    Raises
    ------
    ValueError
        If an array has a wrong shape, is empty or not finite, a label is not one of the classes,
        a row of probabilities does not sum to 1, or `label_smoothing` is out of range.

    References
    ----------
    Label smoothing: Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, Rethinking the Inception
    architecture for computer vision, 2015, arXiv:1512.00567.

    Examples
    --------
    >>> loss, dlogits = softmax_cross_entropy(np.zeros((2, 4)), np.array([0, 3]))
    >>> round(float(loss), 4), dlogits[0]
    (1.3863, array([-0.375,  0.125,  0.125,  0.125]))
    """
    samples, classes = logits.shape
    targets = labels
    if labels.ndim == 1:
        targets = np.eye(classes, dtype=logits.dtype)[labels]
    if label_smoothing > 0:
        targets = (1 - label_smoothing) * targets + label_smoothing / classes
    # without the maximum the probabilities are the same, and exp cannot overflow
    shifted = logits - logits.max(axis=1, keepdims=True)
    exp = np.exp(shifted)
    total = exp.sum(axis=1, keepdims=True)
    log_probability = shifted - np.log(total)
    loss = -np.vdot(targets, log_probability) / samples
    dlogits = (exp / total - targets) / samples
    return loss, dlogits


@checked(predictions=floats, targets=same_shape("predictions"))
def mean_squared_error(
    predictions: np.ndarray, targets: np.ndarray
) -> tuple[np.floating, np.ndarray]:
    """Average the squared differences over all entries, as PyTorch and Keras do.

    Parameters
    ----------
    predictions : floats of any shape.
    targets : floats of the same shape.

    Returns
    -------
    loss : the mean of the squares.
    dpredictions : its gradient, of the shape of `predictions`.

    Raises
    ------
    ValueError
        If the shapes differ, or an array is empty, not of floats or not finite.

    Examples
    --------
    >>> loss, gradient = mean_squared_error(np.array([1.0, 4.0]), np.array([0.0, 2.0]))
    >>> float(loss), gradient
    (2.5, array([1., 2.]))
    """
    difference = predictions - targets
    loss = np.square(difference).mean()
    return loss, 2 * difference / difference.size
