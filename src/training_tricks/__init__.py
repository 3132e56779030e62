"""How to train deep networks: every trick as a short NumPy function.

All functions are pure: they return new arrays and never change their arguments. Randomness
comes from an explicit `rng`. Bad arguments raise a `ValueError` that names the argument and its
value.
"""

from training_tricks.initializers import (
    glorot_normal,
    glorot_uniform,
    he_normal,
    he_uniform,
    lecun_normal,
    lecun_uniform,
    orthogonal,
    truncated_normal,
    uniform,
)
from training_tricks.scaling import minmax_scale, standardize

__all__ = [
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "lecun_normal",
    "lecun_uniform",
    "minmax_scale",
    "orthogonal",
    "standardize",
    "truncated_normal",
    "uniform",
]
