"""The two small networks that the lessons train, built from the functions of this package.

A network's weights are one flat list of arrays. Each function checks its arguments once, at the
door, and then calls the layers without their own checks.
"""

# Annotations are not evaluated, so that np.random is loaded only when it is used.
from __future__ import annotations

from itertools import pairwise

import numpy as np

from training_tricks import architectures, initializers, losses, optimizers
from training_tricks.validation import (
    at_least_two_sizes,
    chained_layers,
    checked,
    convnet_layers,
    feeds,
    feeds_convnet,
    generator,
    integer,
    labels_of,
    not_negative,
    sizes,
    unchecked,
)

conv2d = unchecked(architectures.conv2d)
conv2d_backward = unchecked(architectures.conv2d_backward)
dense = unchecked(architectures.dense)
dense_backward = unchecked(architectures.dense_backward)
he_normal = unchecked(initializers.he_normal)
relu = unchecked(architectures.relu)
relu_backward = unchecked(architectures.relu_backward)
sgd = unchecked(optimizers.sgd)
softmax_cross_entropy = unchecked(losses.softmax_cross_entropy)


@checked(rng=generator, layer_sizes=at_least_two_sizes)
def mlp_init(rng: np.random.Generator, layer_sizes: tuple[int, ...]) -> list[np.ndarray]:
    """Draw first weights for a multilayer perceptron: He normal, with biases of 0.

    Parameters
    ----------
    rng : NumPy's random generator.
    layer_sizes : the width of the input, of each hidden layer and of the output.

    Returns
    -------
    [W1, b1, W2, b2, ...], float64.

    Raises
    ------
    ValueError
        If `rng` is no generator, or a size is less than 1.

    References
    ----------
    He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015, arXiv:1502.01852.

    Examples
    --------
    >>> [p.shape for p in mlp_init(np.random.default_rng(0), (64, 128, 10))]
    [(64, 128), (128,), (128, 10), (10,)]
    """
    params = []
    for fan_in, fan_out in pairwise(layer_sizes):
        params += [he_normal(rng, (fan_in, fan_out)), np.zeros(fan_out)]
    return params


@checked(params=chained_layers, x=feeds("params"))
def mlp(params: list[np.ndarray], x: np.ndarray) -> np.ndarray:
    """Run a multilayer perceptron with ReLU between its layers.

    Parameters
    ----------
    params : [W1, b1, W2, b2, ...], as `mlp_init` makes them.
    x : the samples, floats of shape (samples, features).

    Returns
    -------
    The logits, of shape (samples, classes).

    Raises
    ------
    ValueError
        If the shapes do not fit, or an array is empty, not of floats or not finite.

    Examples
    --------
    >>> params = [np.eye(2), np.zeros(2), np.ones((2, 1)), np.zeros(1)]
    >>> mlp(params, np.array([[3.0, -5.0]]))
    array([[3.]])
    """
    for i in range(0, len(params) - 2, 2):
        x = relu(dense(x, params[i], params[i + 1]))
    return dense(x, params[-2], params[-1])


@checked(params=chained_layers, x=feeds("params"), labels=labels_of("x", "params"))
def mlp_gradients(
    params: list[np.ndarray], x: np.ndarray, labels: np.ndarray
) -> tuple[np.floating, list[np.ndarray]]:
    """Measure the cross-entropy of a multilayer perceptron, and the gradient of every weight.

    Parameters
    ----------
    params : [W1, b1, W2, b2, ...], as `mlp_init` makes them.
    x : the samples, floats of shape (samples, features).
    labels : their classes, integers of shape (samples,); or probabilities of shape (samples,
        classes).

    Returns
    -------
    loss : the mean over the samples.
    gradients : a list of arrays of the shapes of `params`.

    Raises
    ------
    ValueError
        If the shapes do not fit, an array is empty, not of floats or not finite, or a label is
        not one of the classes.

    Examples
    --------
    >>> params = [np.zeros((2, 4)), np.zeros(4)]
    >>> loss, gradients = mlp_gradients(params, np.array([[1.0, 2.0]]), np.array([3]))
    >>> round(float(loss), 4), gradients[1]
    (1.3863, array([ 0.25,  0.25,  0.25, -0.75]))
    """
    inputs = [x]
    for i in range(0, len(params) - 2, 2):
        inputs.append(relu(dense(inputs[-1], params[i], params[i + 1])))
    logits = dense(inputs[-1], params[-2], params[-1])
    loss, dy = softmax_cross_entropy(logits, labels)
    gradients: list[np.ndarray] = []
    for i in range(len(params) - 2, 0, -2):
        layer_input = inputs[i // 2]
        dx, dW, db = dense_backward(dy, layer_input, params[i])
        gradients = [dW, db, *gradients]
        dy = relu_backward(dx, layer_input)
    # what is left of dense_backward for the first layer: nobody wants the gradient of the input
    return loss, [x.T @ dy, dy.sum(axis=0), *gradients]


@checked(params=chained_layers, x=feeds("params"), labels=labels_of("x", "params"), lr=not_negative)
def mlp_step(
    params: list[np.ndarray], x: np.ndarray, labels: np.ndarray, lr: float
) -> tuple[np.floating, list[np.ndarray]]:
    """Train a multilayer perceptron by one step of gradient descent.

    Parameters
    ----------
    params : [W1, b1, W2, b2, ...], as `mlp_init` makes them.
    x : the minibatch, floats of shape (samples, features).
    labels : its classes, integers of shape (samples,); or probabilities of shape (samples,
        classes).
    lr : the learning rate; not negative.

    Returns
    -------
    loss : the mean over the samples, before the step.
    params : a list of the new weights.

    Raises
    ------
    ValueError
        If the shapes do not fit, an array is empty, not of floats or not finite, a label is not
        one of the classes, or `lr` is negative.

    Examples
    --------
    >>> params, x, labels = [np.zeros((2, 3)), np.zeros(3)], np.ones((1, 2)), np.array([0])
    >>> for _ in range(3):
    ...     loss, params = mlp_step(params, x, labels, lr=1.0)
    ...     print(round(float(loss), 3))
    1.099
    0.095
    0.064
    """
    loss, gradients = unchecked(mlp_gradients)(params, x, labels)
    return loss, [sgd(w, g, lr) for w, g in zip(params, gradients, strict=True)]


@checked(rng=generator, image_shape=sizes(3), channels=sizes(2), classes=integer(1))
def convnet_init(
    rng: np.random.Generator,
    image_shape: tuple[int, int, int],
    channels: tuple[int, int],
    classes: int,
) -> list[np.ndarray]:
    """Draw first weights for a convnet: two 3 x 3 convolutions and a dense layer, He normal.

    Parameters
    ----------
    rng : NumPy's random generator.
    image_shape : (height, width, channels) of one image.
    channels : how many channels each convolution has.
    classes : how many classes there are.

    Returns
    -------
    [w1, b1, w2, b2, W, b], float64.

    Raises
    ------
    ValueError
        If `rng` is no generator, or a size is less than 1.

    References
    ----------
    He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015, arXiv:1502.01852.

    Examples
    --------
    >>> params = convnet_init(np.random.default_rng(0), (8, 8, 1), channels=(4, 16), classes=10)
    >>> [p.shape for p in params]
    [(3, 3, 1, 4), (4,), (3, 3, 4, 16), (16,), (1024, 10), (10,)]
    """
    height, width, depth = image_shape
    first, second = channels
    return [
        he_normal(rng, (9 * depth, first)).reshape(3, 3, depth, first),
        np.zeros(first),
        he_normal(rng, (9 * first, second)).reshape(3, 3, first, second),
        np.zeros(second),
        he_normal(rng, (height * width * second, classes)),
        np.zeros(classes),
    ]


@checked(params=convnet_layers, x=feeds_convnet("params"))
def convnet(params: list[np.ndarray], x: np.ndarray) -> np.ndarray:
    """Run a convnet: two convolutions, each with ReLU, and a dense layer.

    Parameters
    ----------
    params : [w1, b1, w2, b2, W, b], as `convnet_init` makes them.
    x : images of shape (samples, height, width, channels).

    Returns
    -------
    The logits, of shape (samples, classes).

    Raises
    ------
    ValueError
        If the shapes do not fit, or an array is empty, not of floats or not finite.

    Examples
    --------
    >>> ones = [np.ones((1, 1, 1, 1)), np.zeros(1)] * 2 + [np.ones((4, 1)), np.zeros(1)]
    >>> convnet(ones, np.arange(4.0).reshape(1, 2, 2, 1))
    array([[6.]])
    """
    w1, b1, w2, b2, W, b = params
    h = relu(conv2d(x, w1, b1))
    h = relu(conv2d(h, w2, b2))
    return dense(h.reshape(len(x), -1), W, b)


@checked(params=convnet_layers, x=feeds_convnet("params"), labels=labels_of("x", "params"))
def convnet_gradients(
    params: list[np.ndarray], x: np.ndarray, labels: np.ndarray
) -> tuple[np.floating, list[np.ndarray]]:
    """Measure the cross-entropy of a convnet, and the gradient of every weight.

    Parameters
    ----------
    params : [w1, b1, w2, b2, W, b], as `convnet_init` makes them.
    x : images of shape (samples, height, width, channels).
    labels : their classes, integers of shape (samples,); or probabilities of shape (samples,
        classes).

    Returns
    -------
    loss : the mean over the samples.
    gradients : a list of arrays of the shapes of `params`.

    Raises
    ------
    ValueError
        If the shapes do not fit, an array is empty, not of floats or not finite, or a label is
        not one of the classes.

    Examples
    --------
    >>> ones = [np.ones((1, 1, 1, 1)), np.zeros(1)] * 2 + [np.zeros((4, 2)), np.zeros(2)]
    >>> loss, gradients = convnet_gradients(ones, np.ones((1, 2, 2, 1)), np.array([1]))
    >>> round(float(loss), 4), gradients[-1]
    (0.6931, array([ 0.5, -0.5]))
    """
    w1, b1, w2, b2, W, b = params
    h1 = relu(conv2d(x, w1, b1))
    h2 = relu(conv2d(h1, w2, b2))
    flat = h2.reshape(len(x), -1)
    loss, dlogits = softmax_cross_entropy(dense(flat, W, b), labels)
    dflat, dW, db = dense_backward(dlogits, flat, W)
    dh2 = relu_backward(dflat.reshape(h2.shape), h2)
    dh1, dw2, db2 = conv2d_backward(dh2, h1, w2)
    _, dw1, db1 = conv2d_backward(relu_backward(dh1, h1), x, w1)
    return loss, [dw1, db1, dw2, db2, dW, db]


@checked(
    params=convnet_layers,
    x=feeds_convnet("params"),
    labels=labels_of("x", "params"),
    lr=not_negative,
)
def convnet_step(
    params: list[np.ndarray], x: np.ndarray, labels: np.ndarray, lr: float
) -> tuple[np.floating, list[np.ndarray]]:
    """Train a convnet by one step of gradient descent.

    Parameters
    ----------
    params : [w1, b1, w2, b2, W, b], as `convnet_init` makes them.
    x : the minibatch, images of shape (samples, height, width, channels).
    labels : its classes, integers of shape (samples,); or probabilities of shape (samples,
        classes).
    lr : the learning rate; not negative.

    Returns
    -------
    loss : the mean over the samples, before the step.
    params : a list of the new weights.

    Raises
    ------
    ValueError
        If the shapes do not fit, an array is empty, not of floats or not finite, a label is not
        one of the classes, or `lr` is negative.

    Examples
    --------
    >>> params = [np.ones((1, 1, 1, 1)), np.zeros(1)] * 2 + [np.zeros((4, 2)), np.zeros(2)]
    >>> x, labels = np.ones((1, 2, 2, 1)), np.array([1])
    >>> for _ in range(3):
    ...     loss, params = convnet_step(params, x, labels, lr=0.1)
    ...     print(round(float(loss), 3))
    0.693
    0.474
    0.335
    """
    loss, gradients = unchecked(convnet_gradients)(params, x, labels)
    return loss, [sgd(w, g, lr) for w, g in zip(params, gradients, strict=True)]
