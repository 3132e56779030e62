import numpy as np
import pytest

import training_tricks as tt
from training_tricks.validation import check_only, checked, floats, positive, unchecked


def test_a_rule_that_was_forgotten_is_found_at_import() -> None:
    with pytest.raises(TypeError, match=r"double: rules for \{'factor'\} do not fit"):

        @checked(x=floats)
        def double(x: np.ndarray, factor: float) -> np.ndarray:
            return x * factor


def test_the_order_of_keywords_does_not_matter() -> None:
    # g is checked against w, though it is named first.
    w = np.ones(2)
    np.testing.assert_array_equal(tt.sgd(lr=0.5, g=w, w=w), [0.5, 0.5])
    with pytest.raises(ValueError, match="w must be a NumPy array of floats"):
        tt.sgd(lr=0.5, g=w, w=[1.0, 1.0])


def test_arithmetic_that_overflows_blames_the_extreme_argument() -> None:
    with pytest.raises(
        ValueError,
        match=r"g must stay .* but it holds 1e\+30: sgd meets an overflow",
    ):
        tt.sgd(np.ones(2, np.float32), np.array([1e30, 1], np.float32), lr=1e20)
    with pytest.raises(
        ValueError, match=r"std must stay in the number range, but it holds 9.99\d*e-321"
    ):
        tt.standardize(np.ones(2), 0.0, 1e-320)


def test_numbers_and_arrays_of_other_kinds_are_named_with_what_they_are() -> None:
    for bad, complaint in (
        (np.array([1, 2]), r"x must hold floats, but its dtype is int64: convert it with x.astype"),
        (np.array([True]), "x must hold floats, but its dtype is bool"),
        (np.zeros((0, 3)), r"x must not be empty, but its shape is \(0, 3\)"),
        (None, r"x must be a NumPy array of floats, but it is None \(NoneType\)"),
        ("a" * 100, r"but it is 'a{56}\.\.\. \(str\)"),
        (np.array([[1.0, -np.inf]]), r"x must be finite, but x\[0, 1\] is -inf"),
        (np.float64(np.nan), "x must be finite, but x is nan"),
    ):
        with pytest.raises(ValueError, match=complaint):
            tt.relu(bad)


def test_huge_floats_are_finite_although_their_squares_are_not() -> None:
    np.testing.assert_array_equal(tt.relu(np.array([1e300, -1e300])), [1e300, 0])


def test_numpy_numbers_are_numbers() -> None:
    w = np.ones(2)
    np.testing.assert_array_equal(tt.sgd(w, w, np.float64(0.5)), [0.5, 0.5])
    assert tt.cosine_decay(np.int64(0), 1.0, 10) == 1.0


def test_unchecked_and_check_only() -> None:
    @checked(x=floats, factor=positive)
    def scale(x: np.ndarray, factor: float) -> np.ndarray:
        return x * factor

    with pytest.raises(ValueError, match=r"factor must be greater than 0\.0, but it is -1"):
        scale(np.ones(1), -1)
    assert unchecked(scale)(np.ones(1), -1)[0] == -1
    with pytest.raises(ValueError, match=r"factor must be greater than 0\.0"):
        check_only(scale, np.ones(1), -1)
    check_only(len, "a function without checks takes anything")
