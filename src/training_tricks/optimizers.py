"""Update rules, from the simplest up. Each takes weights and state and returns new ones.

All but `muon` and `normalized_gradient_descent` work on each coordinate by itself. State starts
at zeros (`np.zeros_like(w)`), and counting `t` at 1. Give the numbers (`lr` and so on) as Python
floats: they keep float32 weights float32.
"""

import numpy as np

from training_tricks.validation import (
    all_of,
    checked,
    floats,
    integer,
    matrix,
    not_negative,
    nowhere_below,
    positive,
    same_shape,
    share,
    share_below_1,
)

squares = all_of(same_shape("w"), nowhere_below(0.0))


@checked(w=floats, g=same_shape("w"), lr=not_negative)
def sgd(w: np.ndarray, g: np.ndarray, lr: float) -> np.ndarray:
    """Take a step of gradient descent; stochastic when `g` comes from a minibatch.

    Parameters
    ----------
    w : the weights, floats of any shape.
    g : their gradient, of the same shape.
    lr : the learning rate η; not negative.

    Returns
    -------
    The new weights, w - η g.

    Raises
    ------
    ValueError
        If the shapes differ, an array is empty, not of floats or not finite, or `lr` is negative.

    References
    ----------
    Robbins and Monro, A stochastic approximation method, 1951.

    Examples
    --------
    >>> sgd(np.array([1.0, 2.0]), np.array([1.0, 6.0]), lr=0.5)
    array([ 0.5, -1. ])
    """
    return w - lr * g


@checked(w=floats, g=same_shape("w"), v=same_shape("w"), lr=not_negative, gamma=share)
def momentum(
    w: np.ndarray, g: np.ndarray, v: np.ndarray, lr: float, gamma: float = 0.9
) -> tuple[np.ndarray, np.ndarray]:
    """Take a step with a velocity that keeps a share of the earlier steps.

    Along a constant gradient the step grows to 1 / (1 - γ) times that of `sgd`. PyTorch keeps
    v ← γ v + g and steps by η v: the same for a constant η, not under a schedule.

    Parameters
    ----------
    w : the weights, floats of any shape.
    g, v : their gradient and the velocity, of the same shape. The velocity starts at zeros.
    lr : the learning rate η; not negative.
    gamma : the share γ of the velocity that stays; from 0 (`sgd`) to 1 (it never slows down).

    Returns
    -------
    w, v : the new weights and the new velocity, v ← γ v - η g and w ← w + v.

    Raises
    ------
    ValueError
        If the shapes differ, an array is empty, not of floats or not finite, or a number is out
        of range.

    References
    ----------
    Polyak, Some methods of speeding up the convergence of iteration methods, 1964. This form:
    Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep
    learning, ICML 2013.

    Examples
    --------
    >>> w, v = momentum(np.array([1.0]), np.array([2.0]), np.array([-0.5]), lr=0.1)
    >>> w.round(3), v.round(3)
    (array([0.35]), array([-0.65]))
    """
    v = gamma * v - lr * g
    return w + v, v


@checked(w=floats, g=same_shape("w"), v=same_shape("w"), lr=not_negative, gamma=share)
def nesterov(
    w: np.ndarray, g: np.ndarray, v: np.ndarray, lr: float, gamma: float = 0.9
) -> tuple[np.ndarray, np.ndarray]:
    """Take a momentum step that looks ahead: it steps by where the velocity will have gone.

    Nesterov's method takes the gradient at w + γ v. This is the rewritten form that libraries
    use: `w` stands for that point, so `g` is taken at `w` itself.

    Parameters
    ----------
    w : the weights, floats of any shape.
    g, v : their gradient and the velocity, of the same shape. The velocity starts at zeros.
    lr : the learning rate η; not negative.
    gamma : the share γ of the velocity that stays; from 0 to 1.

    Returns
    -------
    w, v : the new weights and the new velocity, v ← γ v - η g and w ← w + γ v - η g.

    Raises
    ------
    ValueError
        If the shapes differ, an array is empty, not of floats or not finite, or a number is out
        of range.

    References
    ----------
    Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep
    learning, ICML 2013. The rewritten form: Bengio, Boulanger-Lewandowski and Pascanu, Advances in
    optimizing recurrent networks, 2012, arXiv:1212.0901.

    Examples
    --------
    >>> w, v = nesterov(np.array([1.0]), np.array([2.0]), np.array([-0.5]), lr=0.1)
    >>> w.round(3), v.round(3)
    (array([0.215]), array([-0.65]))
    """
    v = gamma * v - lr * g
    return w + gamma * v - lr * g, v


@checked(w=floats, g=same_shape("w"), lr=not_negative)
def normalized_gradient_descent(w: np.ndarray, g: np.ndarray, lr: float) -> np.ndarray:
    """Take a step of the length `lr` in the direction of the gradient, however long that is.

    One factor for the whole gradient: it does not change the ratio between layers, so it is no
    cure for vanishing gradients.

    Parameters
    ----------
    w : the weights, floats of any shape.
    g : their gradient, of the same shape.
    lr : the length of the step; not negative.

    Returns
    -------
    The new weights. Where `g` is all 0 there is no direction, and `w` stays.

    Raises
    ------
    ValueError
        If the shapes differ, an array is empty, not of floats or not finite, or `lr` is negative.

    References
    ----------
    Hazan, Levy and Shalev-Shwartz, Beyond convexity: stochastic quasi-convex optimization, 2015,
    arXiv:1507.02030.

    Examples
    --------
    >>> normalized_gradient_descent(np.zeros(2), np.array([3e-30, -4e-30]), lr=1.0)
    array([-0.6,  0.8])
    """
    largest = np.abs(g).max()
    if largest == 0:
        return w.copy()
    # to a usual size first: squares of tiny or huge numbers are lost
    scaled = g / largest
    return w - lr * scaled / np.sqrt(np.square(scaled).sum())


@checked(w=floats, g=same_shape("w"), s=squares, lr=not_negative, eps=positive)
def adagrad(
    w: np.ndarray, g: np.ndarray, s: np.ndarray, lr: float, eps: float = 1e-10
) -> tuple[np.ndarray, np.ndarray]:
    """Divide each coordinate's step by the root of the sum of all its squared gradients.

    The sum only grows, so the steps only shrink. PyTorch starts the sum at 0, Keras and optax at
    0.1; optax also adds its ε inside the root.

    Parameters
    ----------
    w : the weights, floats of any shape.
    g, s : their gradient and the sum of squares, of the same shape; the sum is not negative.
    lr : the learning rate η; not negative.
    eps : keeps the division from 0; positive.

    Returns
    -------
    w, s : the new weights and the new sum.

    Raises
    ------
    ValueError
        If the shapes differ, an array is empty, not of floats or not finite, `s` is negative
        somewhere, or a number is out of range.

    References
    ----------
    Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic
    optimization, JMLR 12, 2011.

    Examples
    --------
    >>> w, s = adagrad(np.array([1.0, 1.0]), np.array([3.0, 0.01]), np.zeros(2), lr=0.5)
    >>> w.round(4), s
    (array([0.5, 0.5]), array([9.e+00, 1.e-04]))
    """
    s = s + g * g
    return w - lr * g / (np.sqrt(s) + eps), s


@checked(w=floats, g=same_shape("w"), s=squares, lr=not_negative, decay=share_below_1, eps=positive)
def rmsprop(
    w: np.ndarray,
    g: np.ndarray,
    s: np.ndarray,
    lr: float,
    decay: float = 0.99,
    eps: float = 1e-8,
) -> tuple[np.ndarray, np.ndarray]:
    """Divide each coordinate's step by the root of a moving average of its squared gradients.

    There is no correction of the first steps: with s = 0 they are 1 / √(1 - decay) times too
    long. Keras and optax default to a decay of 0.9, and optax adds its ε inside the root.

    Parameters
    ----------
    w : the weights, floats of any shape.
    g, s : their gradient and the average of squares, of the same shape; the average is not
        negative.
    lr : the learning rate η; not negative.
    decay : the share of the old average that stays; at least 0, less than 1.
    eps : keeps the division from 0; positive.

    Returns
    -------
    w, s : the new weights and the new average.

    Raises
    ------
    ValueError
        If the shapes differ, an array is empty, not of floats or not finite, `s` is negative
        somewhere, or a number is out of range.

    References
    ----------
    Tieleman and Hinton, Lecture 6.5, Neural networks for machine learning, Coursera, 2012.

    Examples
    --------
    >>> w, s = rmsprop(np.array([1.0, 1.0]), np.array([3.0, 0.01]), np.zeros(2), lr=0.01)
    >>> w.round(4), s.round(6)
    (array([0.9, 0.9]), array([9.e-02, 1.e-06]))
    """
    s = decay * s + (1 - decay) * g * g
    return w - lr * g / (np.sqrt(s) + eps), s


@checked(
    w=floats,
    g=same_shape("w"),
    m=same_shape("w"),
    v=squares,
    t=integer(1),
    lr=not_negative,
    beta1=share_below_1,
    beta2=share_below_1,
    eps=positive,
)
def adam(
    w: np.ndarray,
    g: np.ndarray,
    m: np.ndarray,
    v: np.ndarray,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Step by an average of gradients, divided by the root of an average of their squares.

    Both averages start at 0, which makes them too small at first; dividing by 1 - βᵗ corrects
    that. The first step has the length `lr` in every coordinate. ε is added after the correction,
    as in the paper's algorithm, PyTorch and optax; Keras adds it before (the paper's ε-hat).

    Parameters
    ----------
    w : the weights, floats of any shape.
    g : their gradient, of the same shape.
    m, v : the averages of gradients and of their squares, of the same shape. They start at zeros;
        `v` is not negative.
    t : the number of this step; starts at 1.
    lr : the learning rate η; not negative.
    beta1, beta2 : the shares of the old averages that stay; at least 0, less than 1.
    eps : keeps the division from 0; positive.

    Returns
    -------
    w, m, v : the new weights and the new averages.

    Raises
    ------
    ValueError
        If the shapes differ, an array is empty, not of floats or not finite, `v` is negative
        somewhere, or a number is out of range.

    References
    ----------
    Kingma and Ba, Adam: a method for stochastic optimization, 2014, arXiv:1412.6980, algorithm 1.

    Examples
    --------
    >>> w, g = np.array([1.0, 1.0]), np.array([300.0, -0.01])
    >>> w, m, v = adam(w, g, np.zeros(2), np.zeros(2), t=1, lr=0.1)
    >>> w.round(4)
    array([0.9, 1.1])
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@checked(
    w=floats,
    g=same_shape("w"),
    m=same_shape("w"),
    v=squares,
    t=integer(1),
    lr=not_negative,
    beta1=share_below_1,
    beta2=share_below_1,
    eps=positive,
    weight_decay=not_negative,
)
def adamw(
    w: np.ndarray,
    g: np.ndarray,
    m: np.ndarray,
    v: np.ndarray,
    t: int,
    lr: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.01,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take a step of Adam and, apart from it, shrink the weights a little.

    The decay is not part of the gradient, so Adam does not divide it away. Leave biases and the
    scales of normalization out: `weight_decay=0.0`. Defaults differ: PyTorch 0.01, optax 0.0001,
    Keras 0.004. As in these three the decay is multiplied by `lr`; in the paper it is not.

    Parameters
    ----------
    w : the weights, floats of any shape.
    g : their gradient, of the same shape.
    m, v : the averages of gradients and of their squares, of the same shape. They start at zeros;
        `v` is not negative.
    t : the number of this step; starts at 1.
    lr : the learning rate η; not negative.
    beta1, beta2 : the shares of the old averages that stay; at least 0, less than 1.
    eps : keeps the division from 0; positive.
    weight_decay : how fast the weights shrink; not negative.

    Returns
    -------
    w, m, v : the new weights and the new averages.

    Raises
    ------
    ValueError
        If the shapes differ, an array is empty, not of floats or not finite, `v` is negative
        somewhere, or a number is out of range.

    References
    ----------
    Loshchilov and Hutter, Decoupled weight decay regularization, 2017, arXiv:1711.05101,
    algorithm 2.

    Examples
    --------
    >>> w, g = np.array([1.0, 10.0]), np.array([300.0, -0.01])
    >>> w, m, v = adamw(w, g, np.zeros(2), np.zeros(2), t=1, lr=0.1, weight_decay=0.5)
    >>> w.round(4)
    array([0.85, 9.6 ])
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    step = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * w
    return w - lr * step, m, v


@checked(
    w=floats,
    g=same_shape("w"),
    m=same_shape("w"),
    lr=not_negative,
    beta1=share_below_1,
    beta2=share_below_1,
    weight_decay=not_negative,
)
def lion(
    w: np.ndarray,
    g: np.ndarray,
    m: np.ndarray,
    lr: float = 1e-4,
    beta1: float = 0.9,
    beta2: float = 0.99,
    weight_decay: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Step by the sign of an average of gradients: every coordinate moves by exactly `lr`.

    It keeps one average where Adam keeps two. Its learning rate is 3 to 10 times smaller than
    Adam's.

    Parameters
    ----------
    w : the weights, floats of any shape.
    g, m : their gradient and the average of gradients, of the same shape. It starts at zeros.
    lr : the learning rate η; not negative.
    beta1 : the share of the average in this step; at least 0, less than 1.
    beta2 : the share of the old average that stays; at least 0, less than 1.
    weight_decay : how fast the weights shrink; not negative. (optax's default is 0.001.)

    Returns
    -------
    w, m : the new weights and the new average.

    Raises
    ------
    ValueError
        If the shapes differ, an array is empty, not of floats or not finite, or a number is out
        of range.

    References
    ----------
    Chen, Liang, Huang and others, Symbolic discovery of optimization algorithms, 2023,
    arXiv:2302.06675, algorithm 2.

    Examples
    --------
    >>> w, m = lion(np.array([1.0, 1.0]), np.array([300.0, -0.01]), np.zeros(2), lr=0.1)
    >>> w, m.round(4)
    (array([0.9, 1.1]), array([ 3.e+00, -1.e-04]))
    """
    step = np.sign(beta1 * m + (1 - beta1) * g) + weight_decay * w
    m = beta2 * m + (1 - beta2) * g
    return w - lr * step, m


@checked(
    w=matrix,
    g=same_shape("w"),
    m=same_shape("w"),
    lr=not_negative,
    beta=share_below_1,
    ns_steps=integer(1),
)
def muon(
    w: np.ndarray,
    g: np.ndarray,
    m: np.ndarray,
    lr: float = 0.02,
    beta: float = 0.95,
    ns_steps: int = 5,
) -> tuple[np.ndarray, np.ndarray]:
    """Step by momentum made nearly orthogonal: all its singular values come close to 1.

    For the matrices of hidden layers; use `adamw` for the first and last layer, biases and gains.
    The five Newton-Schulz steps bring singular values to between 0.68 and 1.21, not to 1; those
    below 0.003 of the whole matrix's norm stay smaller.

    As in the author's code the momentum is of Nesterov's kind, and the step is multiplied by
    √max(1, fan_out / fan_in); the weights there are (fan_out, fan_in), so the ratio reads the
    other way round. There and in PyTorch the iteration runs in bfloat16; here it runs in the
    dtype of the arguments.

    Parameters
    ----------
    w : the weights, of shape (fan_in, fan_out).
    g, m : their gradient and the average of gradients, of the same shape. It starts at zeros.
    lr : the learning rate η; not negative.
    beta : the share of the old average that stays; at least 0, less than 1.
    ns_steps : how many Newton-Schulz steps; at least 1.

    Returns
    -------
    w, m : the new weights and the new average. A gradient of 0 with `m` 0 leaves `w` as it is.

    Raises
    ------
    ValueError
        If `w` is no matrix, the shapes differ, an array is empty, not of floats or not finite, or
        a number is out of range.

    References
    ----------
    Jordan and others, Muon: an optimizer for hidden layers in neural networks, 2024,
    https://kellerjordan.github.io/posts/muon/

    Examples
    --------
    >>> w, g = np.zeros((2, 2)), np.array([[100.0, 0.0], [0.0, 1.0]])
    >>> w, m = muon(w, g, np.zeros((2, 2)), lr=1.0)
    >>> np.linalg.svd(w, compute_uv=False).round(2)
    array([0.7, 0.7])
    """
    fan_in, fan_out = w.shape
    m = beta * m + (1 - beta) * g
    x = beta * m + (1 - beta) * g
    x = x / (np.sqrt(np.square(x).sum()) + 1e-7)
    x = x.T if fan_in > fan_out else x
    for _ in range(ns_steps):
        a = x @ x.T
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    x = x.T if fan_in > fan_out else x
    scale = max(1, fan_out / fan_in) ** 0.5
    return w - lr * scale * x, m
