import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import training_tricks as tt

RATES = st.floats(1e-6, 10.0)
TOTALS = st.integers(2, 10_000)


@given(RATES, TOTALS)
def test_cosine_decay_goes_from_lr_to_0_and_stays(lr: float, total: int) -> None:
    assert tt.cosine_decay(0, lr, total) == lr
    assert tt.cosine_decay(total, lr, total) == pytest.approx(0, abs=1e-15 * lr)
    assert tt.cosine_decay(3 * total, lr, total) == tt.cosine_decay(total, lr, total)


@given(RATES, st.integers(0, 1000), TOTALS)
def test_warmup_cosine_goes_from_0_to_lr_to_0(lr: float, warmup: int, rest: int) -> None:
    total = warmup + rest
    assert tt.warmup_cosine(0, lr, warmup, total) == (0 if warmup else lr)
    assert tt.warmup_cosine(warmup, lr, warmup, total) == lr
    assert tt.warmup_cosine(total, lr, warmup, total) == pytest.approx(0, abs=1e-15 * lr)


@given(RATES, TOTALS)
def test_one_cycle_starts_low_ends_lower_and_peaks_at_30_percent(lr: float, total: int) -> None:
    rates = [tt.one_cycle(step, lr, 10 * total) for step in (0, 3 * total, 10 * total)]
    np.testing.assert_allclose(rates, [lr / 25, lr, lr / 250_000], rtol=1e-9)


@given(RATES, st.integers(0, 100), st.integers(1, 100), st.integers(0, 100))
def test_warmup_stable_decay_end_points(lr: float, warmup: int, decay: int, stable: int) -> None:
    total = warmup + stable + decay
    assert tt.warmup_stable_decay(warmup, lr, warmup, decay, total) == lr
    assert tt.warmup_stable_decay(total - decay, lr, warmup, decay, total) == lr
    assert tt.warmup_stable_decay(total, lr, warmup, decay, total) == 0
    assert tt.warmup_stable_decay(total + 5, lr, warmup, decay, total) == 0


@given(RATES, st.integers(1, 50), st.integers(1, 3), st.integers(0, 4))
def test_warm_restarts_jump_back_at_the_start_of_every_period(
    lr: float, period: int, growth: int, number: int
) -> None:
    start = sum(period * growth**i for i in range(number))
    assert tt.warm_restarts(start, lr, period, growth) == lr
    length = period * growth**number
    assert tt.warm_restarts(start + length - 1, lr, period, growth) == pytest.approx(
        lr * (1 + math.cos(math.pi * (length - 1) / length)) / 2
    )


@given(st.floats(1e-8, 1e-3), st.floats(1e-2, 10.0), TOTALS)
def test_range_test_covers_its_range_by_equal_factors(low: float, high: float, total: int) -> None:
    rates = [tt.range_test(step, low, high, total) for step in range(min(total, 50) + 1)]
    assert rates[0] == low
    assert tt.range_test(total, low, high, total) == pytest.approx(high)
    np.testing.assert_allclose(np.diff(np.log(rates)), np.log(high / low) / total, rtol=1e-6)


def test_exponential_and_step_decay_by_hand() -> None:
    assert tt.exponential_decay(50, 1.0, 0.98) == pytest.approx(0.364170, abs=1e-6)
    assert [tt.step_decay(s, 0.8, 0.5, 10) for s in (9, 10, 29, 30)] == [0.8, 0.4, 0.2, 0.1]


def test_golden_values_of_sgdr() -> None:
    # Loshchilov and Hutter, equation for T_0 = 1, T_mult = 2 at the half of each period.
    assert [round(tt.warm_restarts(s, 0.05, 10, 2), 6) for s in (5, 20, 50)] == [0.025] * 3


def test_plateau_lowers_the_rate_again_and_again() -> None:
    lr, best, waited = 1.0, math.inf, 0
    rates = []
    for loss in (1.0, 2.0, 2.0, 2.0, 2.0, 0.5, 2.0):
        lr, best, waited = tt.reduce_on_plateau(lr, loss, best, waited, factor=0.5, patience=2)
        rates.append(lr)
    assert rates == [1.0, 1.0, 0.5, 0.5, 0.25, 0.25, 0.25]
    assert (best, waited) == (0.5, 1)


@pytest.mark.parametrize(
    ("schedule", "complaint"),
    [
        (lambda: tt.warmup_cosine(0, 0.1, 10, 10), r"total must be greater than warmup \(10\)"),
        (
            lambda: tt.warmup_stable_decay(0, 0.1, 10, 10, 19),
            r"total must be at least warmup \+ decay \(20\), but it is 19",
        ),
        (lambda: tt.range_test(0, 0.1, 0.1, 10), r"max_lr must be greater than min_lr \(0.1\)"),
        (lambda: tt.cosine_decay(-1, 0.1, 10), "step must be at least 0, but it is -1"),
        (lambda: tt.cosine_decay(0.5, 0.1, 10), "step must be an integer, but it is 0.5"),
        (
            lambda: tt.exponential_decay(1, 0.1, 1.5),
            "rate must be greater than 0.0 and at most 1.0",
        ),
    ],
)
def test_what_cannot_be_is_refused(schedule: Callable[[], float], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        schedule()


def test_rates_are_python_floats_that_keep_float32_weights() -> None:
    w = np.ones(2, np.float32)
    for rate in (
        tt.cosine_decay(3, 0.1, 10),
        tt.warm_restarts(3, 0.1, 10),
        tt.warmup_cosine(3, 0.1, 5, 10),
        tt.one_cycle(3, 0.1, 10),
        tt.warmup_stable_decay(3, 0.1, 5, 2, 10),
        tt.range_test(3, 0.1, 1.0, 10),
    ):
        assert type(rate) is float
        assert tt.sgd(w, w, rate).dtype == np.float32
