"""Run an update rule over large arrays, block by block, so that each block stays in the cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from training_tricks.validation import check_only, floats, function, unchecked

# A rule such as Adam works on about ten blocks at once: they fit a cache of 2 MB.
BLOCK_BYTES = 1 << 17


def update_in_blocks(
    update: Callable[..., Any], w: np.ndarray, g: np.ndarray, *state: np.ndarray, **settings: Any
) -> None:
    """Apply a per-coordinate update rule in place: the one function here that changes arguments.

    On arrays larger than the processor's cache it is faster than the rule by itself, because the
    rule's intermediate results never leave the cache. The numbers are the same. All arguments are
    checked before anything is written.

    Parameters
    ----------
    update : a rule such as `adam`, called as `update(w, g, *state, **settings)`; it returns the
        new `w`, or a tuple of the new `w` and the new state. It must treat each coordinate by
        itself: `muon` and `normalized_gradient_descent` do not.
    w : the weights, a contiguous array of floats of any shape; overwritten.
    g : their gradient, contiguous and of the same shape.
    state : the rule's state arrays, likewise; overwritten.
    settings : the rule's other arguments, by name (`lr=...`, `t=...`).

    Returns
    -------
    None. The result is in `w` and `state`.

    Raises
    ------
    ValueError
        If `update` is no function, an array is not contiguous, has another shape than `w`, is
        empty, not of floats or not finite, or the rule refuses a setting.

    Examples
    --------
    >>> from training_tricks import momentum
    >>> w, g, v = np.zeros(3), np.ones(3), np.zeros(3)
    >>> update_in_blocks(momentum, w, g, v, lr=0.5)
    >>> w, v
    (array([-0.5, -0.5, -0.5]), array([-0.5, -0.5, -0.5]))
    """
    function("update", update, {})
    named = {"w": w, "g": g} | {f"state[{i}]": array for i, array in enumerate(state)}
    for name, array in named.items():
        floats(name, array)
        if array.shape != w.shape:
            raise ValueError(
                f"{name} must have the shape of w, which is {w.shape},"
                f" but its shape is {array.shape}"
            )
        if not array.flags.c_contiguous:
            raise ValueError(
                f"{name} must be contiguous, but its strides are {array.strides}: make a copy with"
                f" np.ascontiguousarray({name})"
            )
    check_only(update, w, g, *state, **settings)
    rule = unchecked(update)
    flat = [array.reshape(-1) for array in (w, g, *state)]
    block = max(1, BLOCK_BYTES // w.itemsize)
    for start in range(0, w.size, block):
        here = slice(start, start + block)
        result = rule(*(array[here] for array in flat), **settings)
        news = result if isinstance(result, tuple) else (result,)
        if len(news) != 1 + len(state):
            raise ValueError(
                f"update must return w and as many state arrays as it is given, which is"
                f" {len(state)}, but it returned {len(news)} arrays"
            )
        for array, new in zip([flat[0], *flat[2:]], news, strict=True):
            array[here] = new
