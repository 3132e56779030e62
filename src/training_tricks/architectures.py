"""Layers and blocks, each with its gradient.

Dense layers work on (samples, features). Images are (samples, height, width, channels), and
kernels (height, width, channels in, channels out). Every `_backward` takes the gradient `dy` of
the loss with respect to the result of its forward function.
"""

import numpy as np

from training_tricks.validation import (
    all_of,
    checked,
    each,
    floats,
    images,
    matrix,
    odd_kernel,
    per_feature,
    same_shape,
    shaped,
    splits_channels_of,
)


@checked(x=floats)
def relu(x: np.ndarray) -> np.ndarray:
    """Set everything below 0 to 0.

    Parameters
    ----------
    x : floats of any shape.

    Returns
    -------
    An array of the shape of `x`.

    Raises
    ------
    ValueError
        If `x` is empty, not of floats or not finite.

    References
    ----------
    Nair and Hinton, Rectified linear units improve restricted Boltzmann machines, ICML 2010.

    Examples
    --------
    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])
    """
    return np.maximum(x, 0)


@checked(dy=floats, x=same_shape("dy"))
def relu_backward(dy: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Pass a gradient back through `relu`: where `x` is above 0, and nowhere else.

    At exactly 0, where there is no derivative, it is taken to be 0.

    Parameters
    ----------
    dy : the gradient with respect to the result.
    x : what `relu` was given, or its result, of the shape of `dy`.

    Returns
    -------
    dx, of the shape of `dy`.

    Raises
    ------
    ValueError
        If the shapes differ, or an array is empty, not of floats or not finite.

    Examples
    --------
    >>> relu_backward(np.array([5.0, 5.0, 5.0]), np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 5.])
    """
    return dy * (x > 0)


@checked(x=matrix, W=shaped(("x", 1), None), b=per_feature("W"))
def dense(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Multiply by a weight matrix and add a bias.

    Parameters
    ----------
    x : floats of shape (samples, fan_in).
    W : weights of shape (fan_in, fan_out).
    b : biases of shape (fan_out,).

    Returns
    -------
    An array of shape (samples, fan_out).

    Raises
    ------
    ValueError
        If the shapes do not fit, or an array is empty, not of floats or not finite.

    Examples
    --------
    >>> dense(np.array([[1.0, 2.0]]), np.array([[1.0], [10.0]]), np.array([0.5]))
    array([[21.5]])
    """
    return x @ W + b


@checked(dy=matrix, x=shaped(("dy", 0), None), W=shaped(("x", 1), ("dy", 1)))
def dense_backward(
    dy: np.ndarray, x: np.ndarray, W: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pass a gradient back through `dense`.

    Parameters
    ----------
    dy : the gradient with respect to the result, of shape (samples, fan_out).
    x : what `dense` was given, of shape (samples, fan_in).
    W : weights of shape (fan_in, fan_out).

    Returns
    -------
    dx, dW, db : the gradients with respect to `x`, the weights and the biases.

    Raises
    ------
    ValueError
        If the shapes do not fit, or an array is empty, not of floats or not finite.

    Examples
    --------
    >>> dx, dW, db = dense_backward(np.array([[3.0]]), np.array([[1.0, 2.0]]), np.ones((2, 1)))
    >>> dx, dW.T, db
    (array([[3., 3.]]), array([[3., 6.]]), array([3.]))
    """
    return dy @ W.T, x.T @ dy, dy.sum(axis=0)


@checked(
    x=images,
    w=all_of(shaped(None, None, ("x", 3), None), odd_kernel),
    b=per_feature("w"),
)
def conv2d(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Slide a kernel over images, with zeros around them so that they keep their size.

    As in every deep learning library it is not turned over, so it is a cross-correlation.

    Parameters
    ----------
    x : images of shape (samples, height, width, channels in).
    w : the kernel, of shape (kernel height, kernel width, channels in, channels out); height and
        width are odd. (PyTorch's order is channels out, channels in, height, width.)
    b : biases of shape (channels out,).

    Returns
    -------
    Images of shape (samples, height, width, channels out).

    Raises
    ------
    ValueError
        If the shapes do not fit, the kernel has an even side, or an array is empty, not of floats
        or not finite.

    References
    ----------
    LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition,
    1998.

    Examples
    --------
    >>> x = np.array([1.0, 2.0, 3.0]).reshape(1, 1, 3, 1)
    >>> w = np.array([1.0, 0.0, -1.0]).reshape(1, 3, 1, 1)
    >>> conv2d(x, w, np.zeros(1)).ravel()
    array([-2., -2.,  2.])
    """
    _, height, width, _ = x.shape
    rows, columns = w.shape[0] // 2, w.shape[1] // 2
    padded = np.pad(x, ((0, 0), (rows, rows), (columns, columns), (0, 0)))
    y = np.zeros((*x.shape[:3], w.shape[3]), x.dtype) + b
    # each entry of the kernel sees the images a little shifted
    for i, j in np.ndindex(w.shape[:2]):
        y += padded[:, i : i + height, j : j + width] @ w[i, j]
    return y


@checked(
    dy=images,
    x=shaped(("dy", 0), ("dy", 1), ("dy", 2), None),
    w=all_of(shaped(None, None, ("x", 3), ("dy", 3)), odd_kernel),
)
def conv2d_backward(
    dy: np.ndarray, x: np.ndarray, w: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pass a gradient back through `conv2d`.

    Parameters
    ----------
    dy : the gradient with respect to the result, of shape (samples, height, width, channels out).
    x : what `conv2d` was given, of shape (samples, height, width, channels in).
    w : the kernel, of shape (kernel height, kernel width, channels in, channels out).

    Returns
    -------
    dx, dw, db : the gradients with respect to `x`, the kernel and the biases.

    Raises
    ------
    ValueError
        If the shapes do not fit, the kernel has an even side, or an array is empty, not of floats
        or not finite.

    References
    ----------
    LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition,
    1998.

    Examples
    --------
    >>> x = np.array([1.0, 2.0, 3.0]).reshape(1, 1, 3, 1)
    >>> w = np.array([1.0, 0.0, -1.0]).reshape(1, 3, 1, 1)
    >>> dx, dw, db = conv2d_backward(np.ones((1, 1, 3, 1)), x, w)
    >>> dx.ravel(), dw.ravel(), db
    (array([ 1.,  0., -1.]), array([3., 6., 5.]), array([3.]))
    """
    _, height, width, _ = x.shape
    rows, columns = w.shape[0] // 2, w.shape[1] // 2
    padded = np.pad(x, ((0, 0), (rows, rows), (columns, columns), (0, 0)))
    dpadded, dw = np.zeros_like(padded), np.empty_like(w)
    dpixels = dy.reshape(-1, w.shape[3])
    for i, j in np.ndindex(w.shape[:2]):
        seen = np.s_[:, i : i + height, j : j + width]
        dpadded[seen] += dy @ w[i, j].T
        dw[i, j] = padded[seen].reshape(-1, w.shape[2]).T @ dpixels
    dx = dpadded[:, rows : rows + height, columns : columns + width]
    return dx, dw, dpixels.sum(axis=0)


@checked(
    x=matrix,
    W1=shaped(("x", 1), None),
    b1=per_feature("W1"),
    W2=shaped(("W1", 1), ("x", 1)),
    b2=per_feature("x"),
)
def residual_block(
    x: np.ndarray, W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray
) -> np.ndarray:
    """Add to the input what two dense layers make of it, instead of replacing it.

    With W2 and b2 at 0 the block is the identity, so a deep network starts as an easy one. The
    paper has another ReLU after the sum; without it the way through the block stays open to both
    signs, as in its successor.

    Parameters
    ----------
    x : floats of shape (samples, features).
    W1, b1 : weights and biases of shapes (features, hidden) and (hidden,).
    W2, b2 : weights and biases of shapes (hidden, features) and (features,).

    Returns
    -------
    x + relu(x W1 + b1) W2 + b2, of the shape of `x`.

    Raises
    ------
    ValueError
        If the shapes do not fit, or an array is empty, not of floats or not finite.

    References
    ----------
    He, Zhang, Ren and Sun, Deep residual learning for image recognition, 2015, arXiv:1512.03385.
    The successor: Identity mappings in deep residual networks, 2016, arXiv:1603.05027.

    Examples
    --------
    >>> x, W1, W2 = np.array([[1.0, -2.0]]), np.eye(2), 10 * np.eye(2)
    >>> residual_block(x, W1, np.zeros(2), W2, np.zeros(2))
    array([[11., -2.]])
    """
    hidden = np.maximum(x @ W1 + b1, 0)
    return x + hidden @ W2 + b2


@checked(
    dy=matrix,
    x=same_shape("dy"),
    W1=shaped(("x", 1), None),
    b1=per_feature("W1"),
    W2=shaped(("W1", 1), ("x", 1)),
)
def residual_block_backward(
    dy: np.ndarray, x: np.ndarray, W1: np.ndarray, b1: np.ndarray, W2: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Pass a gradient back through `residual_block`: all of `dy` reaches `dx`, plus a share.

    Parameters
    ----------
    dy : the gradient with respect to the result, of shape (samples, features).
    x : what the block was given, of the same shape.
    W1, b1 : weights and biases of shapes (features, hidden) and (hidden,).
    W2 : weights of shape (hidden, features).

    Returns
    -------
    dx, dW1, db1, dW2, db2 : the gradients with respect to the input, weights and biases.

    Raises
    ------
    ValueError
        If the shapes do not fit, or an array is empty, not of floats or not finite.

    References
    ----------
    He, Zhang, Ren and Sun, Deep residual learning for image recognition, 2015, arXiv:1512.03385.

    Examples
    --------
    >>> x, W1, W2 = np.array([[1.0, -2.0]]), np.eye(2), 10 * np.eye(2)
    >>> dx, dW1, db1, dW2, db2 = residual_block_backward(np.ones((1, 2)), x, W1, np.zeros(2), W2)
    >>> dx, db1, db2
    (array([[11.,  1.]]), array([10.,  0.]), array([1., 1.]))
    """
    z = x @ W1 + b1
    hidden = np.maximum(z, 0)
    dz = (dy @ W2.T) * (z > 0)
    dx = dy + dz @ W1.T
    return dx, x.T @ dz, dz.sum(axis=0), hidden.T @ dy, dy.sum(axis=0)


kernels = each(all_of(shaped(None, None, ("x", 3), None), odd_kernel))


@checked(x=images, ws=kernels)
def inception_block(x: np.ndarray, ws: list[np.ndarray]) -> np.ndarray:
    """Look at images through kernels of several sizes side by side, and stack what they see.

    This is the paper's naive version without its pooling branch. Its full version first reduces
    the channels with 1 x 1 convolutions, which `conv2d` does.

    Parameters
    ----------
    x : images of shape (samples, height, width, channels in).
    ws : kernels of shape (kernel height, kernel width, channels in, channels out), for example
        1 x 1, 3 x 3 and 5 x 5; height and width are odd, the channels out may differ.

    Returns
    -------
    Images of shape (samples, height, width, all channels out).

    Raises
    ------
    ValueError
        If the list is empty, the shapes do not fit, a kernel has an even side, or an array is
        empty, not of floats or not finite.

    References
    ----------
    Szegedy and others, Going deeper with convolutions, 2014, arXiv:1409.4842, figure 2.

    Examples
    --------
    >>> x = np.ones((1, 4, 4, 1))
    >>> y = inception_block(x, [np.ones((1, 1, 1, 1)), np.ones((3, 3, 1, 2))])
    >>> y.shape, y[0, 0, 0]
    ((1, 4, 4, 3), array([1., 4., 4.]))
    """
    _, height, width, _ = x.shape
    branches = []
    for w in ws:
        rows, columns = w.shape[0] // 2, w.shape[1] // 2
        padded = np.pad(x, ((0, 0), (rows, rows), (columns, columns), (0, 0)))
        branch = np.zeros((*x.shape[:3], w.shape[3]), x.dtype)
        for i, j in np.ndindex(w.shape[:2]):
            branch += padded[:, i : i + height, j : j + width] @ w[i, j]
        branches.append(branch)
    return np.concatenate(branches, axis=3)


@checked(
    dy=images,
    x=shaped(("dy", 0), ("dy", 1), ("dy", 2), None),
    ws=all_of(kernels, splits_channels_of("dy")),
)
def inception_block_backward(
    dy: np.ndarray, x: np.ndarray, ws: list[np.ndarray]
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Pass a gradient back through `inception_block`: the branches' gradients add up.

    Parameters
    ----------
    dy : the gradient with respect to the result, (samples, height, width, all channels out).
    x : what the block was given, of shape (samples, height, width, channels in).
    ws : its kernels.

    Returns
    -------
    dx : the gradient with respect to `x`.
    dws : a list of the gradients with respect to the kernels.

    Raises
    ------
    ValueError
        If the list is empty, the shapes do not fit, a kernel has an even side, or an array is
        empty, not of floats or not finite.

    References
    ----------
    Szegedy and others, Going deeper with convolutions, 2014, arXiv:1409.4842, figure 2.

    Examples
    --------
    >>> x, dy = np.ones((1, 2, 2, 1)), np.ones((1, 2, 2, 2))
    >>> ws = [np.full((1, 1, 1, 1), 5.0), np.full((3, 3, 1, 1), 7.0)]
    >>> dx, dws = inception_block_backward(dy, x, ws)
    >>> dx.ravel(), dws[0].item(), dws[1][:, :, 0, 0]
    (array([33., 33., 33., 33.]), 4.0, array([[1., 2., 1.],
           [2., 4., 2.],
           [1., 2., 1.]]))
    """
    _, height, width, _ = x.shape
    dx, dws = np.zeros_like(x), []
    ends = np.cumsum([w.shape[3] for w in ws])
    for w, dbranch in zip(ws, np.split(dy, ends[:-1], axis=3), strict=True):
        rows, columns = w.shape[0] // 2, w.shape[1] // 2
        padded = np.pad(x, ((0, 0), (rows, rows), (columns, columns), (0, 0)))
        dpadded, dw = np.zeros_like(padded), np.empty_like(w)
        dpixels = dbranch.reshape(-1, w.shape[3])
        for i, j in np.ndindex(w.shape[:2]):
            seen = np.s_[:, i : i + height, j : j + width]
            dpadded[seen] += dbranch @ w[i, j].T
            dw[i, j] = padded[seen].reshape(-1, w.shape[2]).T @ dpixels
        dx += dpadded[:, rows : rows + height, columns : columns + width]
        dws.append(dw)
    return dx, dws
